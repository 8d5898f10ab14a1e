// The low scores that somebody has to see to: those that nobody has first, the longest waiting on top. Made to be open all day.
import { useEffect, useMemo, useRef, useState } from "react";
import type { FollowUpMetric } from "../api/contract";
import { api } from "../api/http";
import { count } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { href } from "../router/router";
import { Button } from "../ui/Button";
import { EmptyState, Loading } from "../ui/EmptyState";
import { Note } from "../ui/parts";
import { SegmentedLinks } from "../ui/Segmented";
import { useTitle } from "../ui/useTitle";
import { followUpCounts } from "./followups";
import { Row } from "./Row";
import { FollowUpStore, hold, shows, type Filter, type HeldRow, type Show } from "./store";
import { metricNames } from "./words";
import "./followups.css";

const metrics = ["nps", "csat", "ces"] as const;

export function FollowUpsPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Follow-ups");
  const show: Show = shows.find((each) => each === query.get("show")) ?? "todo";
  const metric: FollowUpMetric | null = metrics.find((each) => each === query.get("metric")) ?? null;
  const counts = useStore(followUpCounts);
  const to = (part: Partial<Filter>) => {
    const next = { show, metric, ...part };
    return href(["follow-ups"], { show: next.show === "todo" ? null : next.show, metric: next.metric });
  };
  const names: Readonly<Record<Show, string>> = { todo: counts === null ? "To do" : `To do ${count(counts.open + counts.taken)}`, mine: "Mine", resolved: "Resolved" };
  return (
    <div className="page follow-ups-page">
      <div className="page-head">
        <h1>Follow-ups</h1>
        <SegmentedLinks<Show> label="Which follow-ups" segments={shows.map((key) => ({ key, label: names[key], href: to({ show: key }) }))} chosen={show} />
        <SegmentedLinks<FollowUpMetric | "all">
          label="Of which survey"
          segments={[{ key: "all", label: "All", href: to({ metric: null }) }, ...metrics.map((key) => ({ key, label: metricNames[key], href: to({ metric: key }) }))]}
          chosen={metric ?? "all"}
        />
      </div>
      <List key={`${show} ${metric}`} show={show} metric={metric} />
    </div>
  );
}

function List({ show, metric }: Filter) {
  const store = useMemo(() => new FollowUpStore(api.followUps, { show, metric }), [show, metric]);
  const { items, next, loading, error } = useStore(store);
  const counts = useStore(followUpCounts);
  const { status } = useStore(live.connection);
  const [touched, setTouched] = useState(false);
  const shown = useRef<readonly HeldRow[]>([]);
  shown.current = hold(shown.current, items ?? [], touched);

  // At once, and whenever anything changed anywhere.
  useEffect(() => void store.load(), [store, counts]);
  useEffect(() => () => store.close(), [store]);

  const trouble = error !== null && <Note tone="warn">The follow-ups could not be brought up to date: {error}</Note>;
  if (items === null) {
    return (
      <>
        {trouble}
        <section className="card follow-ups-wait">
          <Loading what="Loading the follow-ups" lines={4} />
        </section>
      </>
    );
  }
  if (shown.current.length === 0) {
    return (
      <>
        {trouble}
        <section className="card">
          <Nothing show={show} filtered={metric !== null} />
        </section>
      </>
    );
  }
  return (
    <>
      {trouble}
      <ul
        className={status === "lost" ? "follow-up-list stale" : "follow-up-list"}
        aria-label="Follow-ups"
        onPointerEnter={(event) => event.pointerType !== "touch" && setTouched(true)}
        onPointerLeave={(event) => setTouched(event.currentTarget.contains(document.activeElement))}
        onFocus={() => setTouched(true)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setTouched(event.currentTarget.matches(":hover"))}
      >
        {shown.current.map(({ row, gone }) => (
          <Row key={row.id} row={row} gone={gone} onDone={(it) => store.accept(it)} onRefused={() => void store.load()} />
        ))}
      </ul>
      {next !== null && (
        <p className="follow-ups-more">
          <Button busy={loading} onClick={() => void store.more()}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}

function Nothing({ show, filtered }: { readonly show: Show; readonly filtered: boolean }) {
  if (show === "resolved") return <EmptyState icon="check" title="Nothing is resolved yet">What is resolved stays here for a year.</EmptyState>;
  if (show === "mine") return <EmptyState icon="check" title="You have none">What you take stands here until it is resolved.</EmptyState>;
  return (
    <EmptyState icon="check" title={filtered ? "Nobody waits for this" : "Nobody waits"}>
      A low score in a survey opens a follow-up: it appears here by itself.
    </EmptyState>
  );
}
