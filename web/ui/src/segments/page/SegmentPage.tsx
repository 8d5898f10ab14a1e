// One segment: its rule, who is in it, its course, who comes and goes as it happens, and every version there was.
import { useEffect, useMemo, useState } from "react";
import { flowWindowKeys, type FlowWindowKey, type SegmentDetail, type SegmentSeries } from "../../api/contract";
import { api } from "../../api/http";
import { Chart } from "../../dashboard/charts/Chart";
import { count, percent, plural } from "../../format/format";
import { live as hub } from "../../live/hub";
import { useStore } from "../../live/store";
import { href, Link, navigate } from "../../router/router";
import { useRole } from "../../session/useSession";
import { useDeed } from "../../settings/useDeed";
import { useShortcut } from "../../shell/useShortcuts";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/Copy";
import { Confirm } from "../../ui/Dialog";
import { Loading } from "../../ui/EmptyState";
import { Card, Note } from "../../ui/parts";
import { SegmentedLinks } from "../../ui/Segmented";
import { StatTile } from "../../ui/StatTile";
import { Ago } from "../../ui/time";
import { toast } from "../../ui/toasts";
import { useTitle } from "../../ui/useTitle";
import { defaultFlowWindow, editHref, parseFlowWindow, segmentsHref } from "../address";
import { Backfills } from "../Backfills";
import { shareOf } from "../list/arrange";
import { segmentList } from "../list/useSegments";
import { Quoted } from "../rule/Quoted";
import { RuleView } from "../rule/RuleView";
import { useSegment } from "../useSegment";
import { ChangesCard } from "./ChangesCard";
import { flowData, sizeData, withSize } from "./course";
import { Members } from "./Members";
import { restoreInStudio, Versions } from "./Versions";
import "../../dashboard/dashboard.css";
import "../segments.css";

const windowNames: Readonly<Record<FlowWindowKey, string>> = { "1h": "Last hour", "24h": "Last 24 hours", "30d": "Last 30 days" };

export function SegmentPage({ segmentKey, query }: { readonly segmentKey: string; readonly query: URLSearchParams }) {
  const { segment, missing, error, population, live } = useSegment(segmentKey);
  const connection = useStore(hub.connection);
  useTitle(segment?.name ?? segmentKey);
  const stale = segment !== null && connection.status === "lost";

  return (
    <div className="page segment">
      <div className="page-head">
        <Link href={segmentsHref} className="back">
          ← Segments
        </Link>
      </div>
      {segment === null ? (
        <>
          <h1>{missing ? "There is no such segment" : segmentKey}</h1>
          {missing && (
            <p>
              There is no segment “{segmentKey}”: perhaps it was deleted. See <Link href={segmentsHref}>all segments</Link>.
            </p>
          )}
          {error !== null && <Note tone="bad">{error}</Note>}
          {!missing && error === null && <Loading what="Loading the segment" lines={6} />}
        </>
      ) : (
        <Shown segment={segment} gone={missing} error={error} population={population} live={live} stale={stale} window={parseFlowWindow(query)} />
      )}
    </div>
  );
}

interface ShownProps {
  readonly segment: SegmentDetail;
  /** It was deleted while the page was open. */
  readonly gone: boolean;
  readonly error: string | null;
  readonly population: number;
  readonly live: ReturnType<typeof useSegment>["live"];
  readonly stale: boolean;
  readonly window: FlowWindowKey;
}

function Shown({ segment, gone, error, population, live, stale, window }: ShownProps) {
  const operator = useRole("operator");
  const [deleting, setDeleting] = useState(false);
  const now = live.sizes[segment.key];
  const size = now?.size ?? segment.size;
  const joinedHour = now?.joinedHour ?? segment.joined.hour;
  const leftHour = now?.leftHour ?? segment.left.hour;
  const joinedDay = Math.max(segment.joined.day, joinedHour);
  const leftDay = Math.max(segment.left.day, leftHour);
  const edit = () => navigate(editHref(segment.key));
  useShortcut("e", "Edit the rule", () => operator && !gone && edit());

  return (
    <>
      <div className="page-head segment-head">
        <div>
          <h1>
            {segment.name} {segment.broken !== null && <Badge tone="bad">cannot be evaluated</Badge>}
          </h1>
          {segment.description && <p>{segment.description}</p>}
        </div>
        <div className="segment-deeds">
          {!gone && (
            <Link href={href([], { scope: `segment/${segment.key}` })} className="button">
              Its dashboard
            </Link>
          )}
          {operator && !gone && (
            <>
              <Button tone="danger" onClick={() => setDeleting(true)}>
                Delete …
              </Button>
              <Button tone="primary" onClick={edit}>
                Edit the rule
              </Button>
            </>
          )}
        </div>
      </div>
      <Backfills live={live} />
      {gone && <Note tone="warn">This segment was deleted. What you see is from before.</Note>}
      {error !== null && <Note tone="bad">{error}</Note>}
      {segment.broken !== null && <Note tone="bad"><Quoted text={segment.broken} /></Note>}
      <Card
        title="Rule"
        aside={
          <>
            version {segment.version}, {segment.publishedBy}, <Ago at={segment.publishedAt} />
          </>
        }
        className="segment-rule"
      >
        <RuleView rule={segment.rule} />
        <div className="segment-key aside">
          <span>
            Key <code>{segment.key}</code>
          </span>
          <CopyButton text={segment.rule} label="Copy the rule">
            Copy rule
          </CopyButton>
        </div>
      </Card>
      <div className={stale || gone ? "stale" : undefined}>
        <dl className="sheet segment-tiles">
          <StatTile label="In it now" value={count(size)} sub={`${percent(shareOf(size, population))} of ${plural(population, "customer", "customers")}`} />
          <StatTile label="Joined, last hour" value={`+${count(joinedHour)}`} sub={`+${count(joinedDay)} in 24 h`} />
          <StatTile label="Left, last hour" value={`−${count(leftHour)}`} sub={`−${count(leftDay)} in 24 h`} />
        </dl>
        <Course segmentKey={segment.key} window={window} size={now?.size} />
        <div className="segment-columns">
          <Members key={segment.key} segmentKey={segment.key} live={live} />
          <ChangesCard segmentKey={segment.key} />
        </div>
      </div>
      <Versions segment={segment} onRestore={operator && !gone ? restoreInStudio(segment.key) : undefined} />
      {deleting && <Delete segment={segment} size={size} onClose={() => setDeleting(false)} />}
    </>
  );
}

const refetchEvery = 60_000;

function Course({ segmentKey, window, size }: { readonly segmentKey: string; readonly window: FlowWindowKey; readonly size: number | undefined }) {
  const [series, setSeries] = useState<{ readonly window: FlowWindowKey; readonly series: SegmentSeries } | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    const abort = new AbortController();
    const load = () =>
      api.segmentSeries(segmentKey, window, abort.signal).then(
        (answer) => {
          setSeries({ window, series: answer });
          setError(null);
        },
        (problem: unknown) => !abort.signal.aborted && setError(problem instanceof Error ? problem.message : String(problem)),
      );
    void load();
    const timer = setInterval(() => void load(), window === "1h" ? refetchEvery / 4 : refetchEvery);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [segmentKey, window]);

  const shown = series?.window === window ? series.series : null;
  const sizes = useMemo(() => shown && sizeData(withSize(shown, size)), [shown, size]);
  const flows = useMemo(() => shown && flowData(shown), [shown]);
  return (
    <section aria-label="Course">
      <div className="course-head">
        <SegmentedLinks
          label="Window"
          segments={flowWindowKeys.map((key) => ({ key, label: key, title: windowNames[key], href: href(["segments", segmentKey], { window: key === defaultFlowWindow ? null : key }) }))}
          chosen={window}
        />
      </div>
      {error !== null && <Note tone="warn">The course could not be brought up to date: {error} Trying again.</Note>}
      <div className="charts">
        <Chart title="Size" data={sizes} group="segment" />
        <Chart title="Joined and left" data={flows} group="segment" />
      </div>
    </section>
  );
}

function Delete({ segment, size, onClose }: { readonly segment: SegmentDetail; readonly size: number; readonly onClose: () => void }) {
  const deed = useDeed();
  const remove = () =>
    deed.run(async () => {
      await api.deleteSegment(segment.key);
      void segmentList.reload();
      toast(`${segment.name} was deleted`);
      navigate(segmentsHref);
    });
  return (
    <Confirm open title={`Delete ${segment.name}?`} deed="Delete" busy={deed.busy} onConfirm={() => void remove()} onClose={onClose}>
      <p>
        {size === 0 ? "Nobody is in it now." : `${plural(size, "customer leaves", "customers leave")} it, and each leaving is written down.`} Its versions stay,
        and publishing under the key <code>{segment.key}</code> brings it back.
      </p>
      <div role="alert">{deed.wrong.text !== null && <Note tone="bad">{deed.wrong.text}</Note>}</div>
    </Confirm>
  );
}
