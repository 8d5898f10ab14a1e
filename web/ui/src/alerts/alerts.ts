// The page's own list of alerts, kept by the hub for as long as somebody is signed in; and the notices of what is new.
import type { Alert } from "../api/contract";
import { api } from "../api/http";
import { live } from "../live/hub";
import { Store } from "../live/store";
import { AlertStore, sameAlert } from "./store";
import { Notices } from "./notices";

export const alerts = new AlertStore(api);
export const notices = new Notices();

/** Follows the alerts; every time the connection comes back they are asked for. */
export function followAlerts(): () => void {
  const known = (alert: Alert) => alerts.get().open?.some((each) => sameAlert(each, alert)) ?? false;
  let lost = true;
  const connected = () => {
    const { status } = live.connection.get();
    if (status !== "live") lost = true;
    else if (lost) {
      lost = false;
      void alerts.load().then((fresh) => fresh.forEach((alert) => notices.hear(alert, false)));
    }
  };
  const stopListening = live.on("alert", (alert) => {
    notices.hear(alert, known(alert));
    alerts.accept(alert);
  });
  const stopConnection = live.connection.subscribe(connected);
  connected();
  return () => {
    stopListening();
    stopConnection();
    alerts.close();
  };
}

/** Whether the alert centre is on the screen: there a notice would say the same twice. */
export const centreOpen = new Store(false);
