// Live operations: key figures of one window, their course, what comes in, and how the server bears it.
import { useMemo } from "react";
import { windowKeys, type WindowKey } from "../api/contract";
import { plural } from "../format/format";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link, navigate } from "../router/router";
import { nameIn, useChoices } from "../scopes/choices";
import { kindNames, type Scope } from "../scopes/scope";
import { ScopeChip } from "../scopes/ScopeChip";
import { ScopePicker } from "../scopes/ScopePicker";
import { useShortcut } from "../shell/useShortcuts";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { FirstSteps } from "../ui/FirstSteps";
import { Note } from "../ui/parts";
import { SegmentedLinks } from "../ui/Segmented";
import { useTitle } from "../ui/useTitle";
import { parseView, viewHref, type View } from "./address";
import { present } from "./breakdown";
import { Breakdown } from "./Breakdown";
import { Charts } from "./charts/Charts";
import { Moves } from "./Moves";
import { ServerLine } from "./ServerLine";
import { SimulatorNotice } from "./SimulatorNotice";
import { Stream } from "./Stream";
import { Tiles } from "./Tiles";
import { useDashboard } from "./useDashboard";
import { useTrend } from "./useTrend";
import { enterFullScreen, leaveFullScreen, useWall, WallHead } from "./Wall";
import { windowNames } from "./windows";
import "./dashboard.css";

export function DashboardPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Dashboard");
  const view = useMemo(() => parseView(query), [query]);
  const { frame, arrivedAt, rows, gaps, arrived, breakdown } = useDashboard(view.scope);
  const { trend, error } = useTrend(view.window, view.scope);
  const scopeName = useTitleOf(view.scope);
  const connection = useStore(live.connection);
  const stale = frame !== null && connection.status !== "live";
  const quiet = frame !== null && frame.windows[view.window].events === 0 && frame.windows.all.events > 0;
  const untouched = view.scope === null && frame !== null && frame.windows.all.events === 0;
  const counts = breakdown?.[view.window];
  const channels = useMemo(() => counts && present(counts.channels), [counts]);
  const names = useMemo(() => counts && present(counts.names), [counts]);
  const change = (part: Partial<View>) => navigate(viewHref({ ...view, ...part }), { replace: true });

  const wall = (on: boolean) => {
    if (on) enterFullScreen();
    else leaveFullScreen();
    navigate(viewHref({ ...view, wall: on }));
  };
  useWall(view.wall);
  useShortcut("w", view.wall ? "Leave the wall" : "Put the dashboard on a wall", () => wall(!view.wall));

  // Neither figures nor a course: there is no such segment or stage (any more), or it may not be looked at now.
  const refused = view.scope !== null && frame === null && error !== null;

  const picker = <WindowPicker view={view} />;
  const figures = (
    <>
      <ServerLine frame={frame} />
      <Tiles frame={frame} window={view.window} scope={view.scope} trend={trend} arrivedAt={arrivedAt} />
      {error !== null && <Note tone="warn">The charts could not be brought up to date: {error} Trying again.</Note>}
      <Charts trend={trend} score={view.score} onScore={(score) => change({ score })} />
      <div className="comings">
        <div className="breakdowns">
          <Breakdown title="By channel" window={windowNames[view.window]} counts={channels ?? null} chosen={view.channel} onChoose={(channel) => change({ channel })} most={8} />
          <Breakdown title="By name" window={windowNames[view.window]} counts={names ?? null} chosen={view.name} onChoose={(name) => change({ name })} most={10} />
        </div>
        <Stream
          rows={rows}
          gaps={gaps}
          arrived={arrived}
          rate={frame?.rate ?? 0}
          waiting={frame === null}
          view={view}
          onView={change}
          channels={Object.keys(channels ?? {}).sort()}
          names={Object.keys(names ?? {}).sort()}
        />
      </div>
      {!view.wall && <Moves scope={view.scope} />}
    </>
  );

  if (view.wall) {
    return (
      <div className="wall">
        <WallHead window={view.scope === null ? windowNames[view.window] : `${windowNames[view.window]} · ${scopeName}`} picker={picker} onLeave={() => wall(false)} />
        <div className={stale ? "wall-figures stale" : "wall-figures"}>{figures}</div>
      </div>
    );
  }
  return (
    <div className="page dashboard">
      <div className="page-head">
        <h1>Dashboard</h1>
        {!untouched && (
          <span className="dashboard-scope">
            {view.scope !== null && <ScopeChip scope={view.scope} onClear={() => change({ scope: null })} />}
            <ScopePicker chosen={view.scope} onChoose={(scope) => change({ scope })} label="Show only" none="Everyone" />
          </span>
        )}
        {quiet && <Quiet view={view} all={frame.windows.all.events} />}
        <SimulatorNotice rows={rows} />
        {picker}
        {!untouched && (
          <Button small icon="expand" className="to-wall" title="Full screen, large type (w)" onClick={() => wall(true)}>
            Wall
          </Button>
        )}
      </div>
      {refused ? (
        <EmptyState
          icon="filter"
          title={`No figures of ${scopeName}`}
          actions={
            <Button small onClick={() => change({ scope: null })}>
              Show everyone
            </Button>
          }
        >
          {error}
        </EmptyState>
      ) : untouched ? <FirstSteps /> : <div className={stale ? "figures stale" : "figures"}>{figures}</div>}
    </div>
  );
}

function useTitleOf(scope: Scope | null): string {
  const { all } = useChoices(scope?.kind === "segment");
  return scope === null ? "" : `${kindNames[scope.kind]} ${nameIn(all, scope)}`;
}

/** Imported events are old ones: a window without any says where they are. */
function Quiet({ view, all }: { readonly view: View; readonly all: number }) {
  return (
    <p className="aside quiet">
      Nothing happened in the {windowNames[view.window].toLowerCase()};{" "}
      <Link href={viewHref({ ...view, window: "all" })} replace>
        all time
      </Link>{" "}
      has {plural(all, "event", "events")}.
    </p>
  );
}

function WindowPicker({ view }: { readonly view: View }) {
  return (
    <SegmentedLinks<WindowKey>
      label="Window"
      segments={windowKeys.map((key) => ({ key, label: key === "all" ? "All" : key, title: windowNames[key], href: viewHref({ ...view, window: key }) }))}
      chosen={view.window}
    />
  );
}
