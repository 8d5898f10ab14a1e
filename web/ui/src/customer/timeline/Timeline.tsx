// Everything that happened, newest first, by day and session, back to the first event. Thousands of rows cost what fits
// on the screen. What arrives while somebody reads waits above, and says how much it is.
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { CustomerView } from "../../api/contract";
import { count, dateAndTime, dayHeading, exactInstant, plural, startOfDay } from "../../format/format";
import { useStore } from "../../live/store";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { toast } from "../../ui/toasts";
import { useNow } from "../../ui/useNow";
import { isFiltered, type TimelineFilter } from "./filter";
import { Filters } from "./Filters";
import { Row } from "./Row";
import { SessionHead } from "./SessionHead";
import { wanted } from "./reveal";
import { itemsOf, type TimelineItem } from "./sessions";
import { shownRows, type TimelineStore } from "./store";
import "./timeline.css";

interface TimelineProps {
  readonly id: string;
  readonly view: CustomerView;
  readonly timeline: TimelineStore;
  readonly at: string | null;
  readonly filter: TimelineFilter;
  readonly onFilter: (filter: TimelineFilter) => void;
}

const heights: Readonly<Record<TimelineItem["type"], number>> = { day: 37, session: 40, row: 41 };

export function Timeline({ id, view, timeline, at, filter, onFilter }: TimelineProps) {
  const { rows, next, loading, error, removedUntil } = useStore(timeline);
  const list = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLElement>(null);
  const hold = useHold(timeline, list);
  const shown = useMemo(() => shownRows(rows, timeline.arrivalOf, hold.at), [rows, timeline, hold.at]);
  const waiting = rows.length - shown.length;
  const items = useMemo(() => itemsOf(shown, next === null), [shown, next]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const [margin, setMargin] = useState(0);

  // Where the list begins on the page; what stands above it may grow.
  useLayoutEffect(() => {
    const top = list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0;
    if (Math.abs(top - margin) > 1) setMargin(top);
  });

  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (i) => heights[items[i]?.type ?? "row"],
    getItemKey: useCallback((i: number) => items[i]?.key ?? i, [items]),
    overscan: 12,
    scrollMargin: margin,
  });
  const parts = virtual.getVirtualItems();
  const first = parts[0];
  const last = parts.at(-1);

  // Further back without asking: the end is near.
  const nearEnd = last !== undefined && last.index >= items.length - 15;
  useEffect(() => {
    if ((nearEnd || items.length === 0) && typeof next === "string" && !loading && error === null) void timeline.loadOlder();
  }, [nearEnd, items.length, next, loading, error, timeline]);

  // Somebody asked for one touchpoint: back until it is there, then to its row, opened and with the focus.
  const asked = useStore(wanted);
  useEffect(() => {
    if (asked === null) return undefined;
    const index = items.findIndex((item) => item.type === "row" && item.row.messageId === asked.messageId);
    if (index >= 0) {
      wanted.set(null);
      setOpen((old) => new Set(old).add(asked.messageId));
      virtual.scrollToIndex(index, { align: "center" });
      // The row is drawn once it is in sight.
      let tries = 0;
      const focus = () => {
        const head = list.current?.querySelector<HTMLElement>(`[data-index="${index}"] .event-head`);
        if (head) head.focus({ preventScroll: true });
        else if (tries++ < 60) requestAnimationFrame(focus);
      };
      requestAnimationFrame(focus);
    } else if (next === null) {
      wanted.set(null);
      toast(isFiltered(filter) ? "The filter of the timeline hides that touchpoint." : "That touchpoint is not in this timeline.");
    } else if (next !== undefined && !loading && error === null) void timeline.loadOlder();
    return undefined;
  }, [asked, items, next, loading, error, timeline, virtual, filter]);

  const toggle = useCallback((messageId: string) => {
    setOpen((old) => {
      const set = new Set(old);
      if (!set.delete(messageId)) set.add(messageId);
      return set;
    });
  }, []);

  // First to the top, then what waits: rows that come in above the window would push it back down.
  const release = () => {
    card.current?.scrollIntoView({ block: "start" });
    requestAnimationFrame(() => requestAnimationFrame(hold.release));
  };

  const walk = (event: KeyboardEvent) => {
    const way = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
    const target = event.target as HTMLElement;
    if (way === 0 || !target.matches(".event-head")) return;
    const heads = [...(list.current?.querySelectorAll<HTMLElement>(".event-head") ?? [])];
    const next = heads[heads.indexOf(target) + way];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <section className="card timeline" ref={card} aria-label="Timeline">
      <header className="timeline-head">
        <h2>Timeline</h2>
        {at !== null && (
          <span className="badge warn" title={exactInstant(at)}>
            as of {dateAndTime(at)}
          </span>
        )}
        <Filters touchpoints={view.touchpoints} filter={filter} onFilter={onFilter} />
        <span className="timeline-new" role="status">
          {waiting > 0 && (
            <button type="button" className="new-pill" onClick={release}>
              <Icon name="up" /> {count(waiting)} new
            </button>
          )}
        </span>
      </header>
      <div ref={list} className="timeline-list" {...hold.handlers} onKeyDown={walk} style={{ height: virtual.getTotalSize() }}>
        <div className="timeline-window" style={{ transform: `translateY(${first ? first.start - margin : 0}px)` }}>
          {parts.map((part) => {
            const item = items[part.index];
            if (!item) return null;
            return (
              <div key={part.key} data-index={part.index} ref={virtual.measureElement} className={`item ${item.type}`}>
                {item.type === "day" && <Day start={item.start} now={at} />}
                {item.type === "session" && <SessionHead session={item.session} continued={item.continued} filtered={isFiltered(filter)} />}
                {item.type === "row" && (
                  <Row
                    row={item.row}
                    id={id}
                    open={open.has(item.row.messageId)}
                    fresh={timeline.arrivalOf(item.row) > hold.seen}
                    onToggle={toggle}
                    timeline={timeline}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <footer className="timeline-foot aside">
        <span>{foot(next, rows.length, isFiltered(filter), removedUntil)}</span>
        {error !== null && (
          <span className="timeline-error" role="alert">
            {error}{" "}
            <Button small onClick={() => void (next === undefined ? timeline.open() : timeline.loadOlder())}>
              Try again
            </Button>
          </span>
        )}
        <span className="num">{plural(rows.length, "touchpoint loaded", "touchpoints loaded")}</span>
      </footer>
    </section>
  );
}

function foot(next: string | null | undefined, rows: number, filtered: boolean, removedUntil: string | null): string {
  if (next !== null) return "Loading";
  if (removedUntil !== null) return `What came until ${dateAndTime(removedUntil)} was removed by policy; all that it adds up to stays.`;
  if (rows === 0) return filtered ? "No touchpoint matches this filter." : "No touchpoints.";
  return filtered ? "That is all that matches." : "That is where it began.";
}

function Day({ start, now }: { readonly start: number; readonly now: string | null }) {
  const clock = useNow();
  // Of the past, "today" would be a lie.
  const today = now === null ? startOfDay(clock) : 0;
  return <h3>{dayHeading(start, today)}</h3>;
}

/**
 * Holds the list still while somebody reads in it: the pointer or the focus is in it, or it is scrolled away. What came
 * by itself before `at` is shown, the rest waits; `seen` is what was there when the page last stood still.
 */
function useHold(timeline: TimelineStore, list: React.RefObject<HTMLDivElement | null>) {
  const [at, setAt] = useState<number | null>(null);
  const reasons = useRef({ pointer: false, focus: false, scrolled: false });
  const [seen, setSeen] = useState(() => timeline.get().arrived);

  useEffect(() => {
    setAt(null);
    setSeen(timeline.get().arrived);
  }, [timeline]);

  const update = useCallback(
    (part: Partial<typeof reasons.current>) => {
      Object.assign(reasons.current, part);
      const held = Object.values(reasons.current).some(Boolean);
      const { arrived } = timeline.get();
      setAt((old) => {
        if (held) return old ?? arrived;
        if (old !== null) setSeen(old);
        return null;
      });
      if (!held) timeline.settle();
    },
    [timeline],
  );

  // Scrolled away is: the first row is above the window.
  useEffect(() => {
    const look = () => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const scrolled = top < 0;
      if (scrolled !== reasons.current.scrolled) update({ scrolled });
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [list, update]);

  return {
    at,
    seen,
    /** Shows what waits, and holds again from there on. */
    release: () => {
      setSeen(at ?? timeline.get().arrived);
      setAt(null);
      reasons.current = { pointer: false, focus: false, scrolled: false };
    },
    handlers: {
      onPointerEnter: (event: React.PointerEvent) => event.pointerType === "mouse" && update({ pointer: true }),
      onPointerLeave: () => update({ pointer: false }),
      onFocus: () => update({ focus: true }),
      onBlur: (event: React.FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) update({ focus: false });
      },
    },
  };
}
