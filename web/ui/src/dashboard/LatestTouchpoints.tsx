// The latest touchpoints, newest on top. While somebody points at the list or has the focus in it, it holds still.
import { memo, useRef, useState } from "react";
import type { TouchpointRow } from "../api/contract";
import { count, date, exactInstant, money, plural, startOfDay, timeOfDay } from "../format/format";
import { rowKey } from "../live/touchpoints";
import { Link, customerHref } from "../router/router";
import { Channel } from "../ui/parts";
import { detail, title } from "../ui/touchpoint";

interface Props {
  readonly rows: readonly TouchpointRow[];
  readonly waiting: boolean;
  /** More touchpoints than the newest frame could carry: the list is a sample then. */
  readonly skipped: number;
}

export function LatestTouchpoints({ rows, waiting, skipped }: Props) {
  const [held, setHeld] = useState<readonly TouchpointRow[] | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const shown = held ?? rows;
  const newer = held === null ? 0 : newerThan(held, rows);
  const hold = () => setHeld((old) => old ?? rows);
  const release = () => {
    if (!list.current?.contains(document.activeElement)) setHeld(null);
  };

  return (
    <section className="card latest">
      <header>
        <h2>Latest touchpoints</h2>
        <span className="aside">{note(held !== null, newer, skipped)}</span>
      </header>
      {shown.length === 0 ? (
        <p className="card-body aside">{waiting ? "Waiting for the first frame." : "None since the server started. The next one appears here."}</p>
      ) : (
        <ol
          ref={list}
          onPointerEnter={hold}
          onPointerLeave={release}
          onFocus={hold}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) setHeld(null);
          }}
        >
          {shown.map((row) => (
            <Row key={rowKey(row)} row={row} />
          ))}
        </ol>
      )}
    </section>
  );
}

function note(holding: boolean, newer: number, skipped: number): string {
  if (holding) return newer === 0 ? "Held while you point at it" : `Held: ${newer >= 50 ? "50 or more" : count(newer)} newer`;
  return skipped > 0 ? `${plural(skipped, "more", "more")} than fit came at once` : "";
}

function newerThan(held: readonly TouchpointRow[], rows: readonly TouchpointRow[]): number {
  const known = new Set(held.map(rowKey));
  return rows.filter((row) => !known.has(rowKey(row))).length;
}

/** Of another day than it came in: imported, or sent late. */
function late(row: TouchpointRow): boolean {
  return startOfDay(row.occurredAt) !== startOfDay(row.receivedAt);
}

const Row = memo(function Row({ row }: { readonly row: TouchpointRow }) {
  return (
    <li>
      <Link href={customerHref(row.customerId)}>
        <time dateTime={row.receivedAt} title={exactInstant(row.receivedAt)}>
          {timeOfDay(row.receivedAt)}
        </time>
        <span className="customer">{row.customerId}</span>
        <span className="what">
          <b>{title(row)}</b>
          <span className="detail">
            {detail(row)}
            {late(row) && <span className="faint"> of {date(row.occurredAt)}</span>}
          </span>
        </span>
        <Channel name={row.channel} />
        <span className="num amount">{row.amount === null ? "" : money(row.amount, row.currency)}</span>
      </Link>
    </li>
  );
});
