// The journey: its stages in order, who is in them, who goes where and where they drop off; live.
import { useMemo } from "react";
import { journeyWindows, type JourneyWindow } from "../api/contract";
import { ago, count } from "../format/format";
import { live } from "../live/hub";
import { useLiveSegments } from "../live/segments";
import { useStore } from "../live/store";
import { href, Link, navigate } from "../router/router";
import { Backfills } from "../segments/Backfills";
import { useRole } from "../session/useSession";
import { useShortcut } from "../shell/useShortcuts";
import { TransitionList } from "../transitions/TransitionList";
import { Skeleton } from "../ui/EmptyState";
import { Icon } from "../ui/icons";
import { Note } from "../ui/parts";
import { SegmentedLinks } from "../ui/Segmented";
import { useNow } from "../ui/useNow";
import { useTitle } from "../ui/useTitle";
import { parseView, viewHref, windowNames } from "./address";
import { FlowTable } from "./FlowTable";
import { JourneyMap, MapLegend } from "./JourneyMap";
import { StageDetail } from "./StageDetail";
import { useJourney } from "./useJourney";
import "../segments/segments.css";
import "./journey.css";

export function JourneyPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Journey");
  const view = useMemo(() => parseView(query), [query]);
  const { journey, error, taken, at } = useJourney(view.window);
  const { status } = useStore(live.connection);
  const segments = useLiveSegments();
  const operator = useRole("operator");
  const stage = journey?.stages.find((each) => each.name === view.stage);
  const close = () => navigate(viewHref({ ...view, stage: null }), { replace: true });
  useShortcut("e", "Edit the stages", () => operator && navigate(href(["journey", "edit"])));
  const edit = operator ? (
    <Link href={href(["journey", "edit"])} className="button small">
      Edit the stages
    </Link>
  ) : null;

  return (
    <div className="page journey">
      <div className="page-head">
        <h1>Journey</h1>
        {journey !== null && (
          <span className="aside journey-state">
            {count(journey.stages.reduce((sum, each) => sum + each.customers, 0))} customers · version {journey.version} · flows <Age at={at} />
          </span>
        )}
        <SegmentedLinks<JourneyWindow>
          label="Window"
          segments={journeyWindows.map((key) => ({ key, label: key, title: windowNames[key], href: viewHref({ ...view, window: key }) }))}
          chosen={view.window}
        />
        {edit}
      </div>
      {error !== null && <Note tone="warn">The flows could not be brought up to date: {error} Trying again.</Note>}
      <Backfills live={segments} />
      <section className={status === "lost" ? "card map-card stale" : "card map-card"} aria-label="Stages and flows">
        {journey === null ? (
          <div className="map-waiting">
            <span className="visually-hidden" role="status">
              Loading the journey
            </span>
            <Skeleton tall lines={2} />
          </div>
        ) : (
          <>
            <JourneyMap journey={journey} taken={taken} chosen={view.stage} />
            <MapLegend journey={journey} />
          </>
        )}
      </section>
      {journey !== null && (
        <div className="journey-columns">
          {stage ? <StageDetail key={stage.name} journey={journey} stage={stage} onClose={close} edit={edit} /> : <FlowTable journey={journey} />}
          <TransitionList
            title={stage ? `Into and out of ${stage.name}` : "As it happens"}
            filter={{ segment: null, stage: stage?.name ?? null, customer: null }}
            onClear={close}
            tools={
              <Link href={href(["transitions"], { stage: stage?.name ?? null })} className="icon-button" aria-label="All transitions" title="All transitions">
                <Icon name="expand" />
              </Link>
            }
          />
        </div>
      )}
    </div>
  );
}

function Age({ at }: { readonly at: number }) {
  const now = useNow();
  return <>{ago(at, Math.max(now, at))}</>;
}
