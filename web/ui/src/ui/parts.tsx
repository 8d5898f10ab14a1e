// Small parts that every screen uses.
import type { CSSProperties, ReactNode } from "react";
import { share } from "../format/format";

export { Ago, When } from "./time";

interface CardProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Card({ title, aside, className, children }: CardProps) {
  return (
    <section className={className ? `card ${className}` : "card"}>
      <header>
        <h2>{title}</h2>
        {aside !== undefined && <span className="aside">{aside}</span>}
      </header>
      <div className="card-body">{children}</div>
    </section>
  );
}

export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className="facts">
      {rows.map((row) =>
        row === null ? null : (
          <div key={row[0]}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

interface BarRow {
  readonly key: string;
  readonly label: ReactNode;
  /** 0..1, drawn as the bar. */
  readonly part: number;
  /** Written on the right; the share in per cent when absent. */
  readonly value?: ReactNode;
  /** Shown on hover: the evidence. */
  readonly title?: string;
}

export function Bars({ rows }: { readonly rows: readonly BarRow[] }) {
  return (
    <ul className="bars">
      {rows.map((row) => (
        <li key={row.key} title={row.title}>
          <div className="bar-label">
            <span>{row.label}</span>
            <span className="num">{row.value ?? share(row.part)}</span>
          </div>
          <div className="bar" aria-hidden="true">
            <span style={{ width: `${Math.max(0, Math.min(1, row.part)) * 100}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Note({ tone, children }: { readonly tone?: "bad" | "warn"; readonly children: ReactNode }) {
  return (
    <p className={tone ? `note ${tone}` : "note"} role={tone === "bad" ? "alert" : undefined}>
      {children}
    </p>
  );
}

/** The size in which a figure of that many characters is shown whole; see `.figure`. */
export function figureSize(text: string): CSSProperties {
  return { "--chars": Math.max(10, text.length) } as CSSProperties;
}

/** Colours that say how a touchpoint came in would be noise: a channel is a quiet word. */
export function Channel({ name }: { readonly name: string }) {
  return <span className="badge">{name}</span>;
}

export function Stage({ name }: { readonly name: string | null }) {
  if (!name) return null;
  const tone = name === "Loyal" || name === "Advocate" ? "good" : name === "At risk" || name === "Lapsed" ? "warn" : "accent";
  return <span className={`badge ${tone}`}>{name}</span>;
}
