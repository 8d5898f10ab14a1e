// Alerts that are over, newest first, page by page.
import { useEffect } from "react";
import { useStore } from "../live/store";
import { Button } from "../ui/Button";
import { EmptyState, Loading } from "../ui/EmptyState";
import { Note } from "../ui/parts";
import { AlertRow } from "./AlertRow";
import { alerts } from "./alerts";

export function PastAlerts() {
  const { past, next, loading, pastError } = useStore(alerts);
  useEffect(() => void alerts.loadPast(), []);
  return (
    <>
      {pastError !== null && (
        <Note tone="bad">
          {pastError}{" "}
          <Button small onClick={() => void (past === null ? alerts.loadPast() : alerts.older())}>
            Try again
          </Button>
        </Note>
      )}
      {past === null && pastError === null && (
        <section className="card">
          <div className="alerts-wait">
            <Loading what="Loading past alerts" lines={4} />
          </div>
        </section>
      )}
      {past !== null && past.length === 0 && next === null && (
        <section className="card">
          <EmptyState icon="check" title="No alert was ever cleared">
            Alerts whose threshold is crossed back come here.
          </EmptyState>
        </section>
      )}
      {past !== null && past.length > 0 && (
        <ul className="alert-list" aria-label="Past alerts">
          {past.map((alert) => (
            <AlertRow key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
      {next !== null && (
        <p className="alerts-more">
          <Button busy={loading} onClick={() => void alerts.older()}>
            Show older
          </Button>
        </p>
      )}
    </>
  );
}
