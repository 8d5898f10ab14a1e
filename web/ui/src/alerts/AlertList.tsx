// Open alerts, newest first. What is raised goes on top; while somebody points at the list nothing changes its place, and
// what was cleared meanwhile says so where it stands.
import { useRef, useState } from "react";
import type { Alert } from "../api/contract";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { href, Link } from "../router/router";
import { EmptyState, Loading } from "../ui/EmptyState";
import { AlertRow } from "./AlertRow";
import { sameAlert } from "./store";

export function AlertList({ alerts }: { readonly alerts: readonly Alert[] | null }) {
  const [touched, setTouched] = useState(false);
  const { status } = useStore(live.connection);
  const shown = useHeldPlaces(alerts ?? [], touched);

  if (alerts === null) {
    return (
      <section className="card">
        <div className="alerts-wait">
          <Loading what="Loading the alerts" lines={4} />
        </div>
      </section>
    );
  }
  if (shown.length === 0) {
    return (
      <section className="card">
        <EmptyState icon="check" title="Nothing is wrong" actions={<Link className="button small" href={href(["alerts"], { show: "rules" })}>Look at the rules</Link>}>
          No rule&apos;s threshold is crossed. What is raised appears here, and as a notice on every page.
        </EmptyState>
      </section>
    );
  }
  return (
    <ul
      className={status === "lost" ? "alert-list stale" : "alert-list"}
      aria-label="Open alerts"
      onPointerEnter={(event) => event.pointerType !== "touch" && setTouched(true)}
      onPointerLeave={(event) => setTouched(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setTouched(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setTouched(event.currentTarget.matches(":hover"))}
    >
      {shown.map((alert) => (
        <AlertRow key={alert.id} alert={alert} />
      ))}
    </ul>
  );
}

/** While it is held: newcomers at the end, and what is open no more stays where it was, as cleared. */
function useHeldPlaces(open: readonly Alert[], held: boolean): readonly Alert[] {
  const shown = useRef<readonly Alert[]>(open);
  shown.current = held
    ? [
        ...shown.current.map((each) => open.find((alert) => sameAlert(alert, each)) ?? (each.state === "cleared" ? each : { ...each, state: "cleared" as const })),
        ...open.filter((alert) => !shown.current.some((each) => sameAlert(each, alert))),
      ]
    : open;
  return shown.current;
}
