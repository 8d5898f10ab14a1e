// Touchpoints by channel and by name. A bar leads to the stream of just those; nothing changes places under the pointer.
import { useMemo, useRef, useState } from "react";
import { count, share } from "../format/format";
import { Button } from "../ui/Button";
import { Skeleton } from "../ui/EmptyState";
import { calmOrder, shares } from "./breakdown";

interface BreakdownProps {
  readonly title: string;
  readonly window: string;
  /** Null until the server has said. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** What the stream is filtered by. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
  readonly most: number;
}

export function Breakdown({ title, window, counts, chosen, onChoose, most }: BreakdownProps) {
  const [held, setHeld] = useState(false);
  const [all, setAll] = useState(false);
  const order = useOrder(counts ?? {}, held);
  const rows = useMemo(() => shares(order, counts ?? {}), [order, counts]);
  const shown = all ? rows : rows.slice(0, most);

  return (
    <section className="card breakdown">
      <header>
        <h2>{title}</h2>
        <span className="aside">{window}</span>
      </header>
      <div
        className="card-body"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={(event) => setHeld(event.currentTarget.contains(document.activeElement))}
        onFocus={() => setHeld(true)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setHeld(false)}
      >
        {counts === null && <Skeleton lines={4} />}
        {counts !== null && rows.length === 0 && <p className="aside">None in this window.</p>}
        <ul>
          {shown.map((row) => (
            <li key={row.key}>
              <button
                type="button"
                aria-pressed={row.key === chosen}
                title={row.key === chosen ? "Show all in the stream again" : "Show only these in the stream"}
                onClick={() => onChoose(row.key === chosen ? "" : row.key)}
              >
                <span className="breakdown-bar" aria-hidden="true" style={{ transform: `scaleX(${row.length})` }} />
                <span className="breakdown-name">{row.key}</span>
                <span className="num">{count(row.count)}</span>
                <span className="num breakdown-share">{share(row.share)}</span>
              </button>
            </li>
          ))}
        </ul>
        {rows.length > most && (
          <Button tone="plain" small aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${count(rows.length)}`}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The order on the screen; while it is held newcomers go to the end, and nothing else moves. */
function useOrder(counts: Readonly<Record<string, number>>, held: boolean): readonly string[] {
  const shown = useRef<readonly string[]>([]);
  shown.current = held
    ? [...shown.current.filter((key) => key in counts), ...Object.keys(counts).filter((key) => !shown.current.includes(key))]
    : calmOrder(shown.current, counts);
  return shown.current;
}
