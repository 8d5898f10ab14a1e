// Her whole history as a strip, and the slider on it: shows her as she was known at any instant. The instant is in the
// address, so a link shows the same. Arrows go from one thing that happened to the next.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type SyntheticEvent } from "react";
import type { CustomerView } from "../../api/contract";
import { date, dateAndTime, exactInstant, toLocalInput } from "../../format/format";
import { useStore } from "../../live/store";
import { Button, IconButton } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import "./travel.css";
import { neighbour, spanOf, stretches, ticksOf, type MomentsStore } from "./moments";

interface TravelBarProps {
  readonly view: CustomerView | null;
  readonly at: string | null;
  /** Another instant is on its way. */
  readonly turning: boolean;
  readonly moments: MomentsStore;
  readonly go: (at: string | null) => void;
}

const mostTicks = 240;
/** The whole history is asked for when the page stands, or sooner when somebody reaches for it. */
const loadAfter = 1200;
const dayLong = 86_400_000;
/** While the thumb is dragged or an arrow is held, not every place on the way is asked for. */
const settleAfter = 180;

export function TravelBar({ view, at, turning, moments, go }: TravelBarProps) {
  const state = useStore(moments);
  const clock = useNow();
  // Nothing runs away under the thumb: while travelling "now" is when the journey began.
  const [parked] = useState(() => Date.now());
  const began = useRef(parked);
  if (at === null) began.current = clock;
  const now = began.current;
  const [shown, setShown] = useState<number | null>(null);
  const dragging = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const track = useRef<HTMLDivElement>(null);
  const instant = at === null ? null : Date.parse(at);
  const value = shown ?? instant ?? now;
  const { from, to } = spanOf(state, view?.firstSeen ?? null, now);
  const ticks = useMemo(() => ticksOf(state.moments, from, to, mostTicks), [state.moments, from, Math.floor(to / 60_000)]);
  const first = state.moments[0]?.at ?? to;
  const stages = stretches(view?.journey.history ?? [], from, to);
  const place = (time: number) => Math.max(0, Math.min(1, (time - from) / (to - from)));

  useEffect(() => {
    const loading = setTimeout(() => void moments.load(), at === null ? loadAfter : 0);
    return () => clearTimeout(loading);
  }, [at, moments]);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The address has caught up with the thumb.
  useEffect(() => {
    if (!dragging.current) setShown(null);
  }, [at]);

  const travel = (time: number, after: number) => {
    const end = time >= to;
    setShown(end ? to : time);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (end && at === null) setShown(null);
      go(end ? null : new Date(Math.max(from, Math.round(time))).toISOString());
    }, after);
  };

  const timeAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return value;
    const part = (event.clientX - box.left) / box.width;
    // The last pixels are now.
    return box.right - event.clientX < 6 ? to : from + Math.max(0, Math.min(1, part)) * (to - from);
  };

  const step = (way: -1 | 1) => {
    const next = neighbour(state.moments, value, way);
    travel(next ?? (way === 1 ? to : from), settleAfter);
  };

  const pressed = (event: KeyboardEvent) => {
    const jump: Record<string, () => void> = {
      ArrowLeft: () => step(-1),
      ArrowDown: () => step(-1),
      ArrowRight: () => step(1),
      ArrowUp: () => step(1),
      PageUp: () => travel(Math.min(to, value + dayLong), settleAfter),
      PageDown: () => travel(Math.max(from, value - dayLong), settleAfter),
      Home: () => travel(state.moments[0]?.at ?? from, settleAfter),
      End: () => travel(to, 0),
      Escape: () => travel(to, 0),
    };
    const act = jump[event.key];
    if (!act || (event.key === "Escape" && at === null)) return;
    event.preventDefault();
    act();
  };

  const past = at !== null || shown !== null;
  return (
    <section className={past ? "travel past" : "travel"} aria-label="History" onPointerEnter={() => void moments.load()}>
      <div className="travel-head">
        <p className="travel-state" aria-live="polite">
          {past ? (
            <>
              As known on <b title={exactInstant(value)}>{dateAndTime(value)}</b>
              <span className="travel-note">
                {turning || shown !== null
                  ? "one moment"
                  : state.complete && value < first
                    ? `nothing had arrived yet; the first came on ${dateAndTime(first)}`
                    : "nothing here is live"}
              </span>
            </>
          ) : (
            <>
              History since <b title={exactInstant(from)}>{to - from < 2 * dayLong ? dateAndTime(from) : date(from)}</b>
              <span className="travel-note">go back to any moment</span>
            </>
          )}
        </p>
        <div className="travel-tools">
          <IconButton icon="left" label="To the touchpoint before" onClick={() => (void moments.load(), step(-1))} />
          <IconButton icon="right" label="To the touchpoint after" disabled={!past} onClick={() => step(1)} />
          <label className="travel-exact">
            <span className="visually-hidden">Show what was known on</span>
            <ExactTime value={value} max={now} onTime={(time) => travel(time, 0)} />
          </label>
          {past && (
            <Button tone="primary" small onClick={() => travel(to, 0)}>
              Back to now
            </Button>
          )}
        </div>
      </div>
      <div
        ref={track}
        className="travel-track"
        role="slider"
        tabIndex={0}
        aria-label="Moment in her history"
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={Math.round(value)}
        aria-valuetext={past ? `As known on ${dateAndTime(value)}` : "Now"}
        onFocus={() => void moments.load()}
        onKeyDown={pressed}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          dragging.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          travel(timeAt(event), settleAfter);
        }}
        onPointerMove={(event) => dragging.current && travel(timeAt(event), settleAfter)}
        onPointerUp={() => (dragging.current = false)}
        onPointerCancel={() => (dragging.current = false)}
      >
        {!state.complete && first > from && (
          <div className="travel-unknown" style={{ width: `${place(first) * 100}%` }} title="Touchpoints before this are not drawn" aria-hidden="true" />
        )}
        <svg className="travel-ticks" viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">
          {ticks.map((tick) => {
            const height = 6 + 20 * tick.height;
            return <rect key={tick.place} className={tick.weight} x={tick.place * 1000 - 1.5} y={28 - height} width="3" height={height} />;
          })}
        </svg>
        <div className="travel-stages" aria-hidden="true">
          {stages.map((stretch) => (
            <span
              key={stretch.from}
              data-stage={stretch.stage}
              title={`${stretch.stage} from ${dateAndTime(stretch.from)}`}
              style={{ left: `${place(stretch.from) * 100}%`, width: `${(place(stretch.to) - place(stretch.from)) * 100}%` }}
            >
              {place(stretch.to) - place(stretch.from) > 0.08 && stretch.stage}
            </span>
          ))}
        </div>
        <div className="travel-after" style={{ left: `${place(value) * 100}%` }} aria-hidden="true" />
        <div className="travel-thumb" style={{ left: `${place(value) * 100}%` }} aria-hidden="true" />
      </div>
    </section>
  );
}

/** A field that takes a whole time before it says anything. */
function ExactTime({ value, max, onTime }: { readonly value: number; readonly max: number; readonly onTime: (time: number) => void }) {
  const [text, setText] = useState<string | null>(null);
  const done = (event: SyntheticEvent) => {
    if (text === null) return;
    event.preventDefault();
    const time = new Date(text);
    setText(null);
    if (Number.isNaN(time.getTime())) return;
    // The field knows whole seconds only: the end of that second includes what happened in it.
    onTime(time.getTime() + 999);
  };
  return (
    <input
      className="input small"
      type="datetime-local"
      step="1"
      max={toLocalInput(max)}
      value={text ?? toLocalInput(value)}
      onChange={(event) => setText(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => event.key === "Enter" && done(event)}
    />
  );
}
