// Everything that happened, newest first, by day, back to the first event. While somebody points at it or has the focus
// in it, what arrives waits above.
import { memo, useMemo, useState } from "react";
import type { TouchpointRow } from "../api/contract";
import { count, dateAndTime, dayHeading, exactInstant, money, plural, startOfDay, timeOfDay } from "../format/format";
import { Link, customerHref } from "../router/router";
import { Channel } from "../ui/parts";
import { detail, title } from "../ui/touchpoint";
import { useNow } from "../ui/useNow";
import type { CustomerState, CustomerStore } from "./store";

interface Props {
  readonly id: string;
  readonly state: CustomerState;
  readonly store: CustomerStore;
}

export function Timeline({ id, state, store }: Props) {
  const [heldTop, setHeldTop] = useState<string | null>(null);
  const { rows, next, loading } = state;
  const waiting = heldTop === null ? 0 : Math.max(0, rows.findIndex((row) => row.messageId === heldTop));
  const shown = useMemo(() => (waiting === 0 ? rows : rows.slice(waiting)), [rows, waiting]);
  const days = useMemo(() => byDay(shown), [shown]);
  const hold = () => setHeldTop((old) => old ?? rows[0]?.messageId ?? null);

  return (
    <section className="card timeline">
      <header>
        <h2>Timeline</h2>
        <span className="aside" role="status">
          {waiting > 0 && (
            <button className="button plain" onClick={() => setHeldTop(null)}>
              Show {plural(waiting, "new touchpoint", "new touchpoints")}
            </button>
          )}
        </span>
      </header>
      <div
        onPointerEnter={hold}
        onPointerLeave={(event) => {
          if (!event.currentTarget.contains(document.activeElement)) setHeldTop(null);
        }}
        onFocus={hold}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setHeldTop(null);
        }}
      >
        {days.map((day) => (
          <Day key={day.start} start={day.start} rows={day.rows} id={id} store={store} />
        ))}
      </div>
      <footer className="aside">
        {next === undefined && "Loading"}
        {next === null && (rows.length === 0 ? "No touchpoints." : "That is where it began.")}
        {typeof next === "string" && (
          <button className="button" disabled={loading} onClick={() => void store.loadOlder()}>
            {loading ? "Loading" : "Show older"}
          </button>
        )}
        {rows.length > 0 && <span className="shown">{count(shown.length)} shown</span>}
      </footer>
    </section>
  );
}

interface DayRows {
  readonly start: number;
  readonly rows: readonly TouchpointRow[];
}

function byDay(rows: readonly TouchpointRow[]): readonly DayRows[] {
  const days: { start: number; rows: TouchpointRow[] }[] = [];
  for (const row of rows) {
    const start = startOfDay(row.occurredAt);
    const last = days.at(-1);
    if (last?.start === start) last.rows.push(row);
    else days.push({ start, rows: [row] });
  }
  return days;
}

function Day({ start, rows, id, store }: DayRows & { readonly id: string; readonly store: CustomerStore }) {
  const today = startOfDay(useNow());
  return (
    <section className="day">
      <h3>{dayHeading(start, today)}</h3>
      <ol>
        {rows.map((row) => (
          <Row key={row.messageId} row={row} id={id} store={store} />
        ))}
      </ol>
    </section>
  );
}

/** A row that came in while the page was open lights up once. */
const freshFor = 5000;

interface RowProps {
  readonly row: TouchpointRow;
  readonly id: string;
  readonly store: CustomerStore;
}

const Row = memo(function Row({ row, id, store }: RowProps) {
  const [open, setOpen] = useState(false);
  const [fresh] = useState(() => Date.now() - Date.parse(row.receivedAt) < freshFor);

  return (
    <li className={fresh ? "fresh" : undefined}>
      <details
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
          // A row that came over the hub carries no raw event yet.
          if (event.currentTarget.open && row.body === undefined) void store.refresh();
        }}
      >
        <summary>
          <time dateTime={row.occurredAt} title={exactInstant(row.occurredAt)}>
            {timeOfDay(row.occurredAt)}
          </time>
          <span className="what">
            <b>{title(row)}</b> <span className="detail">{detail(row)}</span>
          </span>
          <Channel name={row.channel} />
          <span className="num amount">{row.amount === null ? "" : money(row.amount, row.currency)}</span>
        </summary>
        {open && <Raw row={row} id={id} />}
      </details>
    </li>
  );
});

function Raw({ row, id }: { readonly row: TouchpointRow; readonly id: string }) {
  return (
    <div className="raw">
      <p className="aside">
        {row.kind} <code>{row.messageId}</code>, received {dateAndTime(row.receivedAt)}
        {row.customerId !== id && (
          <>
            {" "}
            as <code>{row.customerId}</code>
          </>
        )}
        {" · "}
        <Link href={customerHref(id, row.receivedAt)}>Time travel to here</Link>
      </p>
      <pre tabIndex={0} aria-label="Raw event">
        {row.body === undefined ? "Loading" : JSON.stringify(row.body, null, 2)}
      </pre>
    </div>
  );
}
