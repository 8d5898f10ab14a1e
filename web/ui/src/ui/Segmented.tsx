// One of a few, all in view. With state in the URL the parts are links; otherwise they are radio buttons.
import { useId, type ReactNode } from "react";
import { Link } from "../router/router";

export interface Segment<K extends string> {
  readonly key: K;
  readonly label: ReactNode;
  /** Said and shown on hover where the label is short. */
  readonly title?: string;
}

interface SegmentedProps<K extends string> {
  /** What is chosen here; said by screen readers. */
  readonly label: string;
  readonly segments: readonly Segment<K>[];
  readonly chosen: K;
  readonly onChoose: (key: K) => void;
}

export function Segmented<K extends string>({ label, segments, chosen, onChoose }: SegmentedProps<K>) {
  const name = useId();
  return (
    <div className="segmented" role="radiogroup" aria-label={label}>
      {segments.map(({ key, label: text, title }) => (
        <label key={key} title={title}>
          <input type="radio" name={name} value={key} checked={key === chosen} onChange={() => onChoose(key)} aria-label={title} />
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}

interface SegmentedLinksProps<K extends string> {
  readonly label: string;
  readonly segments: readonly (Segment<K> & { readonly href: string })[];
  readonly chosen: K;
}

export function SegmentedLinks<K extends string>({ label, segments, chosen }: SegmentedLinksProps<K>) {
  return (
    <nav className="segmented" aria-label={label}>
      {segments.map(({ key, label: text, title, href }) => (
        <Link
          key={key}
          href={href}
          replace
          aria-current={key === chosen ? "true" : undefined}
          aria-label={title === undefined || typeof text !== "string" ? undefined : `${text}: ${title}`}
          title={title}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
