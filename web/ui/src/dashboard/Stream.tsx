// The latest touchpoints, newest on top. Paused by its button, and for as long as somebody points at it, has the focus in
// it or has scrolled down: what comes in meanwhile is counted and waits.
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { TouchpointRow } from "../api/contract";
import { count, date, exactInstant, money, plural, startOfDay, timeOfDay } from "../format/format";
import { rowKey } from "../live/touchpoints";
import { Link, customerHref } from "../router/router";
import { Button, IconButton } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { SelectField, TextField } from "../ui/Field";
import { Channel } from "../ui/parts";
import { detail, title } from "../ui/touchpoint";
import type { View } from "./address";
import { inSight, matching, newerThan, type Sight } from "./stream";
import { useCalm } from "./useCalm";

/** Faster than this nobody can read. */
const calm = 1_000;
const tooMany = 1_000;
/** From here on rows that light up as they come would be a flicker. */
const busy = 10;

interface StreamProps {
  readonly rows: readonly TouchpointRow[];
  readonly gaps: ReadonlySet<string>;
  readonly arrived: number;
  /** Events a second. */
  readonly rate: number;
  readonly waiting: boolean;
  readonly view: View;
  readonly onView: (change: Partial<View>) => void;
  readonly channels: readonly string[];
  readonly names: readonly string[];
}

export function Stream({ rows: newest, gaps, arrived, rate, waiting, view, onView, channels, names }: StreamProps) {
  const rows = useCalm(newest, calm);
  const [paused, setPaused] = useState(false);
  const [touched, setTouched] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const holding = paused || touched || scrolled;
  const [held, setHeld] = useState<{ readonly rows: readonly TouchpointRow[]; readonly arrived: number } | null>(null);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    setHeld((now) => (holding ? (now ?? { rows, arrived }) : null));
    // Only the beginning and the end of holding matter; what comes in meanwhile does not.
  }, [holding]);

  const known = useMemo(() => new Set(names), [names]);
  const shown = useMemo(() => matching(held?.rows ?? rows, view, known), [held, rows, view, known]);
  const filtered = view.channel !== "" || view.name !== "" || view.text !== "";
  const newer = useMemo(() => {
    if (held === null) return 0;
    return filtered ? newerThan(shown, matching(rows, view, known)) : arrived - held.arrived;
  }, [held, rows, shown, filtered, view, known, arrived]);

  const toTop = () => {
    setPaused(false);
    // Still pointed at: the newest picture, which is then held.
    setHeld(holding ? { rows: newest, arrived } : null);
    if (frame.current) frame.current.scrollTop = 0;
  };

  return (
    <section className="card stream" aria-label="Latest touchpoints">
      <header>
        <h2>Latest touchpoints</h2>
        <span className="stream-state">
          <span className="aside" role="status">
            {paused ? "Paused" : ""}
          </span>
          <Button small tone="plain" className="newer" onClick={toTop} disabled={newer === 0} hidden={newer === 0}>
            {newer >= tooMany ? `${count(tooMany)}+` : count(newer)} new
          </Button>
          <IconButton icon={paused ? "play" : "pause"} label={paused ? "Resume the stream" : "Pause the stream"} onClick={() => (paused ? toTop() : setPaused(true))} />
        </span>
      </header>
      <Filters view={view} onView={onView} channels={channels} names={names} />
      <VirtualRows
        frame={frame}
        rows={shown}
        gaps={gaps}
        fresh={held === null && rate < busy}
        onScrolled={setScrolled}
        onTouched={setTouched}
        empty={<Nothing waiting={waiting} filtered={filtered} among={(held?.rows ?? rows).length} onClear={() => onView({ channel: "", name: "", text: "" })} />}
      />
    </section>
  );
}

function Nothing({ waiting, filtered, among, onClear }: { readonly waiting: boolean; readonly filtered: boolean; readonly among: number; readonly onClear: () => void }) {
  if (waiting) return <EmptyState title="Waiting for the first frame" />;
  if (!filtered) return <EmptyState title="None since the server started">The next one appears here.</EmptyState>;
  return (
    <EmptyState title="None of these" actions={<Button small onClick={onClear}>Clear the filters</Button>}>
      None of the latest {plural(among, "touchpoint", "touchpoints")} fits. The next one that does appears here.
    </EmptyState>
  );
}

function Filters({ view, onView, channels, names }: Pick<StreamProps, "view" | "onView" | "channels" | "names">) {
  const options = (all: readonly string[], chosen: string, none: string) => [
    { value: "", label: none },
    ...(chosen !== "" && !all.includes(chosen) ? [chosen, ...all] : all).map((value) => ({ value, label: value })),
  ];
  return (
    <div className="stream-filters" role="group" aria-label="Filter the touchpoints">
      <TextField
        label="Text"
        hideLabel
        type="text"
        className="stream-text"
        placeholder="Customer or text"
        value={view.text}
        onChange={(event) => onView({ text: event.target.value })}
        spellCheck={false}
      />
      <SelectField label="Channel" hideLabel options={options(channels, view.channel, "Every channel")} value={view.channel} onChange={(event) => onView({ channel: event.target.value })} />
      <SelectField label="Name" hideLabel options={options(names, view.name, "Every name")} value={view.name} onChange={(event) => onView({ name: event.target.value })} />
    </div>
  );
}

interface VirtualRowsProps {
  readonly frame: { current: HTMLDivElement | null };
  readonly rows: readonly TouchpointRow[];
  readonly gaps: ReadonlySet<string>;
  /** Rows that come in light up. */
  readonly fresh: boolean;
  readonly onScrolled: (scrolled: boolean) => void;
  readonly onTouched: (touched: boolean) => void;
  readonly empty: ReactNode;
}

/** All rows are of one height, so that those in sight follow from the scroll position alone. */
function VirtualRows({ frame, rows, gaps, fresh, onScrolled, onTouched, empty }: VirtualRowsProps) {
  const [row, setRow] = useState(36);
  const [sight, setSight] = useState<Sight>({ first: 0, end: 30 });
  const look = () => {
    const box = frame.current;
    if (!box) return;
    const height = rowHeightOf(box);
    setRow(height);
    const next = inSight(box.scrollTop, box.clientHeight, height, rows.length);
    setSight((now) => (now.first === next.first && now.end === next.end ? now : next));
    onScrolled(box.scrollTop > height / 2);
  };

  useEffect(look, [rows.length]);
  useEffect(() => {
    if (!frame.current) return;
    const resized = new ResizeObserver(look);
    resized.observe(frame.current);
    return () => resized.disconnect();
  });

  const first = Math.min(sight.first, rows.length);
  return (
    <div
      ref={frame}
      className="stream-rows"
      onScroll={look}
      onPointerEnter={(event) => event.pointerType !== "touch" && onTouched(true)}
      onPointerLeave={(event) => onTouched(event.currentTarget.contains(document.activeElement))}
      onFocus={() => onTouched(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onTouched(event.currentTarget.matches(":hover"))}
    >
      {rows.length === 0 ? (
        empty
      ) : (
        <ol style={{ height: rows.length * row }}>
          {rows.slice(first, sight.end).map((each, index) => (
            <Row key={rowKey(each)} row={each} top={(first + index) * row} position={first + index + 1} size={rows.length} fresh={fresh} gap={gaps.has(rowKey(each))} />
          ))}
        </ol>
      )}
    </div>
  );
}

function rowHeightOf(box: HTMLElement): number {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.round(parseFloat(getComputedStyle(box).getPropertyValue("--row")) * rem);
}

/** Of another day than it came in: imported, or sent late. */
function late(row: TouchpointRow): boolean {
  return startOfDay(row.occurredAt) !== startOfDay(row.receivedAt);
}

const freshFor = 2_000;

interface RowProps {
  readonly row: TouchpointRow;
  readonly top: number;
  readonly position: number;
  readonly size: number;
  readonly fresh: boolean;
  readonly gap: boolean;
}

const Row = memo(function Row({ row, top, position, size, fresh, gap }: RowProps) {
  const [lights] = useState(() => fresh && Date.now() - Date.parse(row.receivedAt) < freshFor);
  return (
    <li style={{ transform: `translateY(${top}px)` }} className={[lights ? "fresh" : "", gap ? "gap" : ""].join(" ").trim() || undefined} aria-posinset={position} aria-setsize={size}>
      <Link href={customerHref(row.customerId)}>
        <time dateTime={row.receivedAt} title={exactInstant(row.receivedAt)}>
          {timeOfDay(row.receivedAt)}
        </time>
        <span className="what">
          <b>{title(row)}</b>
          <span className="detail">
            {detail(row)}
            {late(row) && <span className="faint"> of {date(row.occurredAt)}</span>}
          </span>
        </span>
        <span className="customer">{row.customerId}</span>
        <Channel name={row.channel} />
        <span className="num amount">{row.amount === null ? "" : money(row.amount, row.currency)}</span>
      </Link>
      {gap && (
        <span className="gap-mark" title="More came in here than is shown; it is all on the customers' pages">
          <span className="visually-hidden">Some are missing after this one</span>
        </span>
      )}
    </li>
  );
});
