// One customer: who she is, what matters now, what she is worth, how she feels, and everything that happened.
import { useEffect, useState } from "react";
import { recentCustomers } from "../customers/search/useSearch";
import { hourAndMinute } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link, href, navigate } from "../router/router";
import { useShortcut } from "../shell/useShortcuts";
import { CopyButton } from "../ui/Copy";
import { Loading } from "../ui/EmptyState";
import { Note } from "../ui/parts";
import { Segmented } from "../ui/Segmented";
import { useMedia } from "../ui/useMedia";
import { useTitle } from "../ui/useTitle";
import { AsOf } from "./asOf";
import { HeedList } from "./HeedList";
import { Identity } from "./Identity";
import { Profile } from "./Profile";
import { Strip } from "./Strip";
import type { TimelineFilter } from "./timeline/filter";
import { wanted } from "./timeline/reveal";
import { Timeline } from "./timeline/Timeline";
import { TravelBar } from "./travel/TravelBar";
import { useCustomer, useMoments, useTimeline, useToday } from "./useCustomer";
import "./customer.css";

/** Where one column is all there is room for; as in customer.css. */
const oneColumn = "(max-width: 62rem)";

type Side = "profile" | "timeline";

export function CustomerPage({ id, query }: { readonly id: string; readonly query: URLSearchParams }) {
  const at = instantOf(query.get("at"));
  const filter: TimelineFilter = { channel: query.get("channel"), name: query.get("name") };
  const { state, store, turning } = useCustomer(id, at);
  const timeline = useTimeline(id, at, filter, store);
  const moments = useMoments(id);
  const today = useToday(id, at !== null);
  const connection = useStore(live.connection);
  const { rows, next } = useStore(timeline);
  const [side, setSide] = useState<Side>("profile");
  const narrow = useMedia(oneColumn);
  const { view } = state;
  useTitle(view?.displayName ?? id);

  const lost = at === null && connection.status === "lost";
  const stale = view !== null && at === null && connection.status !== "live";
  const place = (part: { at?: string | null; channel?: string | null; name?: string | null }) =>
    href(["customers", id], { at, channel: filter.channel, name: filter.name, ...part });
  const go = (to: string | null) => navigate(place({ at: to }), { replace: true });

  useEffect(() => {
    if (view !== null && at === null) recentCustomers.opened(view.id);
  }, [view?.id, at]);

  useEffect(() => {
    moments.add(rows, next === null && filter.channel === null && filter.name === null && at === null);
  }, [moments, rows, next, filter.channel, filter.name, at]);

  // A touchpoint that was asked for is in the timeline, also where only one of the two is shown.
  const asked = useStore(wanted);
  useEffect(() => {
    if (asked !== null) setSide("timeline");
  }, [asked]);

  useShortcut("n", "Back to now, from the past", () => at !== null && go(null));

  return (
    <div className={at === null ? "page customer" : "page customer in-past"}>
      <div className="page-head">
        <Link href="/customers" className="back">
          ← Customers
        </Link>
        <CopyButton text={() => window.location.href} label="Copy a link to this view">
          Copy link
        </CopyButton>
      </div>
      {state.error !== null && <Note tone="bad">{state.error}</Note>}
      {view === null && (
        <div className="plain-head">
          <h1>{id}</h1>
          {state.missing ? (
            <p className="aside">
              {at === null
                ? "Nothing is known about this id yet. This page comes alive with the first touchpoint that carries it."
                : "Nothing was known about this id at that moment: nothing of it had arrived yet."}
            </p>
          ) : (
            state.error === null && <Loading what="Loading the customer" lines={5} />
          )}
        </div>
      )}
      {view !== null && (
        <div className={stale ? "stale-part" : undefined}>
          <Identity view={view} opened={id} live={at === null && !stale} lostSince={lost ? connection.since : null} past={at} />
          {narrow && <HeedList view={view} at={at} now={today} />}
          <Strip view={view} />
        </div>
      )}
      {(view !== null || at !== null) && <TravelBar view={view} at={at} turning={turning} moments={moments} go={go} />}
      {view !== null && (
        <>
          <div className="sides">
            <Segmented
              label="Show"
              segments={[
                { key: "profile", label: "Profile" },
                { key: "timeline", label: "Timeline" },
              ]}
              chosen={side}
              onChoose={setSide}
            />
          </div>
          <div className={stale ? "columns stale-part" : "columns"} data-side={side} title={lost ? `Not live since ${hourAndMinute(connection.since)}` : undefined}>
            {/* Beside the timeline it scrolls by itself, by keyboard too. */}
            <div className="profile" {...(narrow ? {} : { role: "region", "aria-label": "Profile", tabIndex: 0 })}>
              {!narrow && <HeedList view={view} at={at} now={today} />}
              <AsOf value={at === null ? null : Date.parse(at)}>
                <Profile view={view} at={at} />
              </AsOf>
            </div>
            <Timeline
              key={at ?? "now"}
              id={view.id}
              view={view}
              timeline={timeline}
              at={at}
              filter={filter}
              onFilter={({ channel, name }) => navigate(place({ channel, name }), { replace: true })}
            />
          </div>
        </>
      )}
    </div>
  );
}

/** The instant of the address, exactly as the server takes it; what is none counts as now. */
function instantOf(at: string | null): string | null {
  return at === null || Number.isNaN(Date.parse(at)) ? null : new Date(at).toISOString();
}
