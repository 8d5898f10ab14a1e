// Live operations: key figures of one window and the latest touchpoints.
import { windowKeys, type WindowKey } from "../api/contract";
import { plural } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link, href } from "../router/router";
import { FirstSteps } from "../ui/FirstSteps";
import { useTitle } from "../ui/useTitle";
import { LatestTouchpoints } from "./LatestTouchpoints";
import { Tiles } from "./Tiles";
import { useDashboard } from "./useDashboard";
import { windowNames } from "./windows";
import "./dashboard.css";

export function DashboardPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Dashboard");
  const { frame, arrivedAt, rows } = useDashboard();
  const connection = useStore(live.connection);
  const asked = query.get("window");
  const chosen: WindowKey = windowKeys.find((key) => key === asked) ?? "1h";
  const stale = frame !== null && connection.status !== "live";
  const quiet = frame !== null && frame.windows[chosen].events === 0 && frame.windows.all.events > 0;
  const untouched = frame !== null && frame.windows.all.events === 0;

  return (
    <div className="page">
      <div className="page-head">
        <h1>Dashboard</h1>
        {quiet && <Quiet window={chosen} all={frame.windows.all.events} />}
        <WindowPicker chosen={chosen} />
      </div>
      {untouched && <FirstSteps />}
      <div className={stale ? "stale" : undefined}>
        <Tiles frame={frame} window={chosen} arrivedAt={arrivedAt} />
        {!untouched && <LatestTouchpoints rows={rows} waiting={frame === null} skipped={frame?.skipped ?? 0} />}
      </div>
    </div>
  );
}

/** Imported events are old ones: a window without any says where they are. */
function Quiet({ window, all }: { readonly window: WindowKey; readonly all: number }) {
  return (
    <p className="aside quiet">
      Nothing happened in the {windowNames[window].toLowerCase()};{" "}
      <Link href={href([], { window: "all" })} replace>
        all time
      </Link>{" "}
      has {plural(all, "event", "events")}.
    </p>
  );
}

function WindowPicker({ chosen }: { readonly chosen: WindowKey }) {
  return (
    <nav className="windows" aria-label="Window">
      {windowKeys.map((key) => (
        <Link
          key={key}
          href={href([], { window: key === "1h" ? null : key })}
          replace
          aria-current={key === chosen ? "true" : undefined}
          aria-label={`${key === "all" ? "All" : key}: ${windowNames[key]}`}
          title={windowNames[key]}
        >
          {key === "all" ? "All" : key}
        </Link>
      ))}
    </nav>
  );
}
