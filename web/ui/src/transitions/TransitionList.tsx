// Who joined, left or moved on, live. Paused by its button, and for as long as somebody points at it, has the focus in it
// or has scrolled down: what comes meanwhile is counted and waits. Further back it is fetched page by page.
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Transition } from "../api/contract";
import { api } from "../api/http";
import { count, date, startOfDay, timeOfDay } from "../format/format";
import { liveSegments, useLiveSegments } from "../live/segments";
import { live as connection } from "../live/hub";
import { useStore } from "../live/store";
import { customerHref, href, Link } from "../router/router";
import { Button, IconButton } from "../ui/Button";
import { EmptyState, Skeleton } from "../ui/EmptyState";
import { Icon, type IconName } from "../ui/icons";
import { isFiltered, TransitionStore, type TransitionFilter } from "./store";
import { exactly, manner, reason, verb, wasLate, who } from "./words";
import "./transitions.css";

interface TransitionListProps {
  readonly filter: TransitionFilter;
  /** Its heading. */
  readonly title: string;
  /** The page's own list is taller than a panel, and its heading is the page's. */
  readonly whole?: boolean;
  /** Filters and links beside the heading. */
  readonly tools?: ReactNode;
  readonly onClear?: () => void;
}

export function TransitionList({ filter: { segment, stage, customer }, title, whole = false, tools, onClear }: TransitionListProps) {
  const store = useMemo(() => new TransitionStore(api.transitions, { segment, stage, customer }), [segment, stage, customer]);
  const { items, next, loading, error, waiting, more } = useStore(store);
  const { status } = useStore(connection.connection);
  const hold = useHold(store);
  useFollowing(store);
  const filtered = isFiltered(store.filter);

  return (
    <section className={whole ? "card transitions whole" : "card transitions"} aria-label={title}>
      <header>
        {whole ? <span className="transitions-tools">{tools}</span> : <h2>{title}</h2>}
        <span className="stream-state">
          <span className="aside" role="status">
            {hold.paused ? "Paused" : ""}
          </span>
          <Button small tone="plain" className="newer" onClick={hold.toTop} hidden={waiting === 0 && !more}>
            {count(waiting)}
            {more && "+"} new
          </Button>
          <IconButton icon={hold.paused ? "play" : "pause"} label={hold.paused ? "Resume the changes" : "Pause the changes"} onClick={hold.paused ? hold.toTop : hold.pause} />
          {!whole && tools}
        </span>
      </header>
      <div className={status === "lost" ? "transition-rows stale" : "transition-rows"} ref={hold.box} {...hold.handlers}>
        {items.length > 0 && (
          <ol>
            {items.map((each) => (
              <Row key={each.id} each={each} lights={!hold.held} />
            ))}
          </ol>
        )}
        {items.length === 0 && next === undefined && error === null && (
          <div className="transitions-wait">
            <span className="visually-hidden" role="status">
              Loading the transitions
            </span>
            <Skeleton lines={4} />
          </div>
        )}
        {items.length === 0 && next !== undefined && (
          <EmptyState
            icon="filter"
            title={filtered ? "None of these yet" : "Nobody joined, left or moved on yet"}
            actions={filtered && onClear && <Button small onClick={onClear}>Clear the filter</Button>}
          >
            The next one appears here by itself.
          </EmptyState>
        )}
        {error !== null && (
          <p className="transitions-foot" role="alert">
            {error}{" "}
            <Button small onClick={() => store.retry()}>
              Try again
            </Button>{" "}
            {filtered && onClear && (
              <Button small onClick={onClear}>
                Clear the filter
              </Button>
            )}
          </p>
        )}
        {items.length > 0 && error === null && (
          <p className="transitions-foot aside">
            {typeof next === "string" ? (
              <Button small busy={loading} onClick={() => void store.older()}>
                Show older
              </Button>
            ) : (
              "That is where it began; transitions are kept for 90 days."
            )}
          </p>
        )}
      </div>
    </section>
  );
}

/** Opens the store, and gives it what the hub has whenever that changes. */
function useFollowing(store: TransitionStore): void {
  useLiveSegments();
  useEffect(() => {
    store.open();
    const accept = () => store.accept(liveSegments.get());
    accept();
    const stop = liveSegments.subscribe(accept);
    return () => {
      stop();
      store.close();
    };
  }, [store]);
}

function useHold(store: TransitionStore) {
  const box = useRef<HTMLDivElement>(null);
  const [paused, setPaused] = useState(false);
  const [touched, setTouched] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const held = paused || touched || scrolled;

  useEffect(() => store.hold(held), [store, held]);

  return {
    box,
    paused,
    held,
    pause: () => setPaused(true),
    toTop: () => {
      setPaused(false);
      store.release();
      if (box.current) box.current.scrollTop = 0;
    },
    handlers: {
      onScroll: (event: React.UIEvent<HTMLElement>) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        setScrolled(scrollTop > 4);
        // Further back without asking: the end is near.
        if (scrollHeight - scrollTop - clientHeight < 200 && store.get().error === null) void store.older();
      },
      onPointerEnter: (event: React.PointerEvent) => event.pointerType !== "touch" && setTouched(true),
      onPointerLeave: (event: React.PointerEvent) => setTouched(event.currentTarget.contains(document.activeElement)),
      onFocus: () => setTouched(true),
      onBlur: (event: React.FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setTouched(event.currentTarget.matches(":hover"));
      },
    },
  };
}

const freshFor = 3_000;
const icons: Readonly<Record<Transition["kind"], IconName>> = { joined: "plus", left: "close", stage: "right" };

const Row = memo(function Row({ each, lights }: { readonly each: Transition; readonly lights: boolean }) {
  const [fresh] = useState(() => lights && Date.now() - Date.parse(each.decidedAt) < freshFor);
  const because = reason(each);
  const by = manner(each);
  return (
    <li className={fresh ? `${each.kind} fresh` : each.kind}>
      <span className="transition-mark" aria-hidden="true">
        <Icon name={icons[each.kind]} />
      </span>
      <p>
        <Link href={customerHref(each.customerId)} className="transition-who">
          {who(each)}
        </Link>{" "}
        {verb(each)} <Link href={each.kind === "stage" ? href(["journey"], { stage: each.name }) : href(["segments", each.key])}>{each.name}</Link>
        {each.from !== null && <span className="aside"> from {each.from}</span>}
        {because !== "" && <span className="transition-why">, because {because}</span>}
        {by !== "" && (
          <>
            {" "}
            <span className="badge">{by}</span>
          </>
        )}
      </p>
      <time dateTime={each.at} title={exactly(each)}>
        {clockOf(each.at)}
        {wasLate(each) && <span className="visually-hidden"> {exactly(each)}</span>}
      </time>
    </li>
  );
}, (before, after) => before.each === after.each);

/** The time, with its day when that is another one. */
function clockOf(at: string): string {
  return startOfDay(at) === startOfDay(Date.now()) ? timeOfDay(at) : `${date(at)}, ${timeOfDay(at)}`;
}
