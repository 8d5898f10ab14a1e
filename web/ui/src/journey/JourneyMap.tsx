// The map: stages in their order with how many are in each, and ribbons for who went where. What is pointed at holds
// still; the figures go on. Everything that the ribbons show is in the table of flows too.
import { useEffect, useMemo, useRef, useState } from "react";
import type { Journey, JourneyStage } from "../api/contract";
import { compact, count, duration, plural, share } from "../format/format";
import { Link } from "../router/router";
import { useMedia } from "../ui/useMedia";
import { viewHref, windowNames } from "./address";
import { flowsOf, partOf, wayNames, type Flow, type Way } from "./flows";
import { depth, layout, pathText, type Ribbon, type StageBox } from "./layout";
import { wayKey } from "./store";

/** Where stages stand below each other; as in journey.css. */
const downwards = "(max-width: 56rem)";

/** How deep the drawing is where stages stand side by side, and how high a stage's row where they stand below each other. */
const deep = 300;
const rowHeight = 104;

interface JourneyMapProps {
  readonly journey: Journey;
  readonly taken: ReadonlyMap<string, number>;
  readonly chosen: string | null;
}

export function JourneyMap({ journey, taken, chosen }: JourneyMapProps) {
  const down = useMedia(downwards);
  const drawing = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointing, setPointing] = useState(false);
  const held = useHeld(journey, pointing);
  const flows = useMemo(() => flowsOf(held), [held]);
  const stages = held.stages.length;

  useEffect(() => {
    if (!drawing.current) return;
    const resized = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    resized.observe(drawing.current);
    return () => resized.disconnect();
  }, []);

  const along = down ? stages * rowHeight : width;
  const drawn = useMemo(() => layout(stages, flows, { along, across: down ? width : deep }), [stages, flows, along, down, width]);
  const across = down ? width : Math.max(depth(drawn), 60);
  const place = held.stages.findIndex((stage) => stage.name === chosen);

  return (
    <div className={down ? "journey-map down" : "journey-map"} tabIndex={0} role="region" aria-label="Map of the journey">
      <ol className="map-stages">
        {journey.stages.map((stage) => (
          <StageCard key={stage.name} stage={stage} journey={journey} chosen={stage.name === chosen} />
        ))}
      </ol>
      <div className="map-drawing" ref={drawing} onPointerEnter={() => setPointing(true)} onPointerLeave={() => setPointing(false)}>
        {width > 0 && (
          <svg
            width={width}
            height={down ? along : across}
            viewBox={`0 0 ${width} ${down ? along : across}`}
            role="img"
            aria-label={`Flows between the stages, ${windowNames[held.window].toLowerCase()}. The table of flows has all of them.`}
            className={place >= 0 ? "one-chosen" : undefined}
          >
            {drawn.ribbons.map((ribbon) => {
              const key = wayKey(ribbon.flow.from, ribbon.flow.to);
              return (
                <RibbonPath
                  key={key}
                  ribbon={ribbon}
                  down={down}
                  chosen={ribbon.flow.start === place || ribbon.flow.end === place}
                  title={titleOf(ribbon.flow, flows, held)}
                  taken={taken.get(key) ?? 0}
                />
              );
            })}
            {drawn.stages.map((box, index) => (
              <StageRect key={held.stages[index]?.name ?? index} box={box} down={down} chosen={index === place} />
            ))}
          </svg>
        )}
        {flows.length === 0 && <p className="map-quiet aside">Nobody changed stage in the {windowNames[held.window].toLowerCase()}.</p>}
      </div>
    </div>
  );
}

/** What is drawn stays as it is while somebody points at it. */
function useHeld(journey: Journey, pointing: boolean): Journey {
  const held = useRef(journey);
  if (!pointing || held.current.window !== journey.window || held.current.version !== journey.version) held.current = journey;
  return held.current;
}

function StageCard({ stage, journey, chosen }: { readonly stage: JourneyStage; readonly journey: Journey; readonly chosen: boolean }) {
  return (
    <li>
      <Link href={viewHref({ window: journey.window, stage: chosen ? null : stage.name })} replace className="stage-card" aria-current={chosen ? "true" : undefined}>
        <span className="stage-name">{stage.name}</span>
        <span className="stage-count" title={`${count(stage.customers)} customers`}>
          {stage.customers < 100_000 ? count(stage.customers) : compact(stage.customers)}
          <span className="visually-hidden"> {stage.customers === 1 ? "customer" : "customers"}</span> <small>{stage.share === null ? "" : share(stage.share / 100)}</small>
        </span>
        <span className="bar" aria-hidden="true">
          <span style={{ transform: `scaleX(${Math.max(0, Math.min(1, (stage.share ?? 0) / 100))})` }} />
        </span>
        <span className="stage-moves">
          <span title={`${count(stage.entered)} came`}>
            +{compact(stage.entered)}
            <span className="visually-hidden"> came</span>
          </span>{" "}
          <span title={`${count(stage.left)} left`}>
            −{compact(stage.left)}
            <span className="visually-hidden"> left</span>
          </span>
        </span>
        <span className="stage-stay" title="How long those who left within the window had been in this stage, on average">
          {stage.meanSeconds === null ? "nobody left" : `stay ${duration(stage.meanSeconds)}`}
        </span>
      </Link>
    </li>
  );
}

interface RibbonPathProps {
  readonly ribbon: Ribbon;
  readonly down: boolean;
  readonly chosen: boolean;
  readonly title: string;
  /** Each time somebody took this way it lights up. */
  readonly taken: number;
}

function RibbonPath({ ribbon: { flow, path, thickness }, down, chosen, title, taken }: RibbonPathProps) {
  return (
    <path
      key={taken}
      className={["ribbon", flow.way, chosen ? "chosen" : "", taken > 0 ? "taken" : ""].filter(Boolean).join(" ")}
      d={pathText(path, down)}
      strokeWidth={thickness}
      fill="none"
    >
      <title>{title}</title>
    </path>
  );
}

function StageRect({ box, down, chosen }: { readonly box: StageBox; readonly down: boolean; readonly chosen: boolean }) {
  const [x, y, width, height] = down ? [box.across, box.along, box.thickness, box.length] : [box.along, box.across, box.length, box.thickness];
  return <rect className={chosen ? "map-stage chosen" : "map-stage"} x={x} y={y} width={width} height={height} rx={Math.min(3, width / 2, height / 2)} />;
}

function titleOf(flow: Flow, flows: readonly Flow[], journey: Journey): string {
  const who = plural(flow.count, "customer", "customers");
  const part = share(partOf(flow, flows));
  const when = windowNames[journey.window].toLowerCase();
  return flow.from === null ? `New in ${flow.to}: ${who} in the ${when}, ${part} of all who were new` : `${flow.from} to ${flow.to}: ${who} in the ${when}, ${part} of those who left ${flow.from}`;
}

const ways: readonly Way[] = ["new", "on", "back", "lost", "won"];

const explained: Readonly<Record<Way, string>> = {
  new: "Seen for the first time in this window",
  on: "To a later stage",
  back: "To an earlier stage: a drop-off",
  lost: "Into a stage whose rule waits for silence (older than): a drop-off",
  won: "Out of such a stage, into one that is alive",
};

/** What the colours mean, with how many went each way. */
export function MapLegend({ journey }: { readonly journey: Journey }) {
  const flows = useMemo(() => flowsOf(journey), [journey]);
  return (
    <ul className="map-legend" aria-label="Ways between stages">
      {ways.map((way) => (
        <li key={way} title={explained[way]}>
          <i className={`swatch ${way}`} />
          {wayNames[way]} <b>{count(flows.reduce((sum, each) => (each.way === way ? sum + each.count : sum), 0))}</b>
        </li>
      ))}
    </ul>
  );
}
