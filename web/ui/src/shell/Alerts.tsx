// Alerts that the server sends: a few at a time, until somebody closes or follows them.
import { useEffect, useState } from "react";
import { hourAndMinute } from "../format/format";
import type { Alert } from "../live/contract";
import { live } from "../live/hub";
import { Link, customerHref } from "../router/router";

const most = 3;

export function Alerts() {
  const [alerts, setAlerts] = useState<readonly Alert[]>([]);
  const close = (id: string) => setAlerts((all) => all.filter((alert) => alert.id !== id));

  useEffect(
    () => live.on("alert", (alert) => setAlerts((all) => [alert, ...all.filter((old) => old.id !== alert.id)].slice(0, most))),
    [],
  );

  return (
    <div className="alerts" role="log" aria-label="Alerts">
      {alerts.map((alert) => (
        <div key={alert.id} className="alert">
          <div>
            <Link href={customerHref(alert.customerId)} onClick={() => close(alert.id)}>
              {alert.title}
            </Link>
            <div className="faint">{hourAndMinute(alert.at)}</div>
          </div>
          <button className="button plain" aria-label={`Close: ${alert.title}`} onClick={() => close(alert.id)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
