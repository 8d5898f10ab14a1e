// The list itself. It holds still while it is paused, pointed at, or has the focus in it.
import { memo, useMemo, useState } from "react";
import { count, plural } from "../../format/format";
import type { KeyEvent } from "../../live/contract";
import { live } from "../../live/hub";
import { useStore } from "../../live/store";
import { Link, customerHref, href } from "../../router/router";
import { Badge, type BadgeTone } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/Copy";
import { EmptyState } from "../../ui/EmptyState";
import { Facts } from "../../ui/parts";
import { Segmented } from "../../ui/Segmented";
import { TimeOfDay, When } from "../../ui/time";
import { only, readable, type KeyLog, type Shown } from "./store";
import { useKeyLog } from "./useKeyLog";

interface Props {
  readonly keyId: string;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

const tones: Readonly<Record<KeyEvent["outcome"], BadgeTone | undefined>> = { accepted: "good", duplicate: undefined, rejected: "bad" };

export function KeyEvents({ keyId, shown, onShow }: Props) {
  const log = useKeyLog(keyId);
  const stale = useStore(live.connection).status === "lost";
  const [paused, setPaused] = useState<KeyLog | null>(null);
  const [held, setHeld] = useState<KeyLog | null>(null);
  const still = paused ?? held;
  const events = (still ?? log).events;
  const rows = useMemo(() => only(events, shown), [events, shown]);
  const newer = still === null ? 0 : only(log.events, shown).filter((event) => event.n > (still.events[0]?.n ?? 0)).length;
  const hold = () => setHeld((old) => old ?? log);

  return (
    <section className="card key-events">
      <header>
        <h2>What arrives</h2>
        <div className="key-events-tools">
          <Segmented label="Show" segments={segments(log)} chosen={shown} onChoose={onShow} />
          <Button icon={paused ? "play" : "pause"} small aria-pressed={paused !== null} onClick={() => setPaused(paused ? null : log)}>
            {paused ? "Go on" : "Pause"}
          </Button>
        </div>
      </header>
      <p className="card-body aside" role="status">
        {note(log, still !== null, newer)}
      </p>
      <div className={stale ? "stale" : undefined}>
        {rows.length === 0 ? (
          <Nothing log={log} shown={shown} />
        ) : (
          <ol
            onPointerEnter={hold}
            onPointerLeave={(event) => {
              if (!event.currentTarget.contains(document.activeElement)) setHeld(null);
            }}
            onFocus={hold}
            onBlur={(event) => {
              if (!event.currentTarget.contains(event.relatedTarget)) setHeld(null);
            }}
          >
            {rows.map((event) => (
              <Row key={event.n} event={event} />
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

function segments({ counts }: KeyLog) {
  const label = (text: string, n: number | undefined) => (n === undefined ? text : `${text} ${count(n)}`);
  return [
    { key: "all", label: "All" },
    { key: "accepted", label: label("Accepted", counts?.accepted) },
    { key: "duplicate", label: label("Duplicate", counts?.duplicates), title: undefined },
    { key: "rejected", label: label("Rejected", counts?.rejected) },
  ].map(({ key, label: text }) => ({ key: key as Shown, label: text }));
}

function note(log: KeyLog, still: boolean, newer: number): string {
  if (log.counts === null) return "Waiting for the server.";
  if (still) return newer > 0 ? `Held still: ${plural(newer, "newer event waits", "newer events wait")}.` : "Held still.";
  const since = "Counted since the server started.";
  return log.skipped === 0 ? since : `${since} ${plural(log.skipped, "event", "events")} came faster than they could be shown.`;
}

function Nothing({ log, shown }: { readonly log: KeyLog; readonly shown: Shown }) {
  if (log.counts === null) return null;
  if (log.events.length > 0) return <EmptyState title={`None of the latest ${count(log.events.length)} events was ${shown}`} />;
  return (
    <EmptyState icon="play" title="Nothing has been sent with this key yet">
      The next event appears here at once. <Link href={href(["settings", "send"])}>How to send one</Link>
    </EmptyState>
  );
}

const Row = memo(function Row({ event }: { readonly event: KeyEvent }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
        <summary>
          <TimeOfDay at={event.at} />
          <Badge tone={tones[event.outcome]}>{event.outcome}</Badge>
          <span className="what">
            <b>{title(event)}</b> <span className="aside">{event.customerId}</span>
            {event.outcome === "rejected" && <span className="why">{event.status === null ? event.error : (event.reason ?? event.error)}</span>}
          </span>
        </summary>
        {open && <Details event={event} />}
      </details>
    </li>
  );
});

function title(event: KeyEvent): string {
  if (event.status !== null) return `Request refused (${event.status})`;
  return event.name || event.type || "Event";
}

function Details({ event }: { readonly event: KeyEvent }) {
  const body = readable(event);
  return (
    <div className="key-event">
      <Facts
        rows={[
          ["Arrived", <When key="at" at={event.at} />],
          event.customerId === null ? null : ["Customer", <CustomerLink key="who" event={event} />],
          event.messageId === null ? null : ["Message id", <code key="id">{event.messageId}</code>],
          event.field === null ? null : ["Field", <code key="field">{event.field}</code>],
          event.value === null ? null : ["Value", <code key="value">{event.value}</code>],
          event.reason === null ? null : ["Reason", event.reason],
        ]}
      />
      {body === "" ? (
        <p className="aside">There is no body to show.</p>
      ) : (
        <div className="snippet">
          <pre className="command" tabIndex={0} role="group" aria-label="Raw event">
            {body}
          </pre>
          <CopyButton text={body} label="Copy the raw event" />
        </div>
      )}
      {event.cut && <p className="aside">Only its beginning is kept.</p>}
    </div>
  );
}

function CustomerLink({ event }: { readonly event: KeyEvent }) {
  const id = event.customerId ?? "";
  // Nobody was made of what was rejected.
  return event.outcome === "rejected" ? <code>{id}</code> : <Link href={customerHref(id)}>{id}</Link>;
}
