// One touchpoint; opened, the raw event.
import { memo, useEffect, useState } from "react";
import type { TouchpointRow } from "../../api/contract";
import { dateAndTime, exactInstant, money, timeOfDay } from "../../format/format";
import { Link, customerHref } from "../../router/router";
import { CopyButton } from "../../ui/Copy";
import { detail, title } from "../../ui/touchpoint";
import { Glyph, channelGlyph, lookOf } from "../glyphs";
import type { TimelineStore } from "./store";

interface RowProps {
  readonly row: TouchpointRow;
  /** The customer of the page. */
  readonly id: string;
  readonly open: boolean;
  /** Came in just now. */
  readonly fresh: boolean;
  readonly onToggle: (messageId: string) => void;
  readonly timeline: TimelineStore;
}

export const Row = memo(function Row({ row, id, open, fresh, onToggle, timeline }: RowProps) {
  const look = lookOf(row);
  // It slides in once: not again when scrolling brings it back.
  const [slides] = useState(fresh && Date.now() - Date.parse(row.receivedAt) < 10_000);
  return (
    <article className={slides ? "event slides" : "event"}>
      <div className="event-inner">
        <button type="button" className="event-head" aria-expanded={open} onClick={() => onToggle(row.messageId)}>
          <time dateTime={row.occurredAt} title={exactInstant(row.occurredAt)}>
            {timeOfDay(row.occurredAt)}
          </time>
          <span className={`event-glyph ${look.weight}`}>
            <Glyph name={look.glyph} />
          </span>
          <span className="event-what">
            <b>{title(row)}</b> <span>{detail(row)}</span>
          </span>
          <span className="event-amount">{row.amount === null ? "" : money(row.amount, row.currency)}</span>
          <span className="event-channel">
            <Glyph name={channelGlyph(row.channel)} />
            {row.channel}
          </span>
        </button>
        {open && <Raw row={row} id={id} timeline={timeline} />}
      </div>
    </article>
  );
});

function Raw({ row, id, timeline }: { readonly row: TouchpointRow; readonly id: string; readonly timeline: TimelineStore }) {
  const { body } = row;
  // What came over the hub carries no raw event yet.
  useEffect(() => {
    if (body === undefined) void timeline.fill(row.messageId);
  }, [body, row.messageId, timeline]);
  const json = body === undefined ? null : JSON.stringify(body, null, 2);
  const then = customerHref(id, row.receivedAt);

  return (
    <div className="event-raw">
      <div className="event-facts aside">
        <span>
          Happened <b>{exactInstant(row.occurredAt)}</b>, received {dateAndTime(row.receivedAt)}
        </span>
        <span>
          {row.kind} <code>{row.messageId}</code>
          {row.customerId !== id && (
            <>
              {" "}
              as <code>{row.customerId}</code>
            </>
          )}
        </span>
      </div>
      <div className="event-tools">
        <Link href={then} className="button small">
          See her as of then
        </Link>
        <CopyButton text={() => new URL(then, window.location.href).href} label="Copy a link to this moment">
          Copy link
        </CopyButton>
        {json !== null && (
          <CopyButton text={json} label="Copy the raw event">
            Copy JSON
          </CopyButton>
        )}
      </div>
      <pre tabIndex={0} role="group" aria-label="Raw event">
        {json ?? "Loading"}
      </pre>
    </div>
  );
}
