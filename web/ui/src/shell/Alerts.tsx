// Notices of alerts in the corner: what is raised, until somebody closes or follows it; when it is over it says so and
// leaves, unless somebody is pointing at it.
import { useEffect, useState } from "react";
import { centreOpen, followAlerts, notices } from "../alerts/alerts";
import type { Alert } from "../api/contract";
import { hourAndMinute } from "../format/format";
import { useStore } from "../live/store";
import { href, Link } from "../router/router";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/icons";

const goneAfter = 8_000;

export function Alerts() {
  const shown = useStore(notices);
  const inCentre = useStore(centreOpen);

  useEffect(followAlerts, []);

  // There they are all to be seen.
  useEffect(() => {
    if (inCentre) notices.clear();
  }, [inCentre, shown]);

  return (
    <div className="alerts" role="log" aria-label="Alerts">
      {!inCentre && shown.map((alert) => <Notice key={alert.id} alert={alert} />)}
    </div>
  );
}

function Notice({ alert }: { readonly alert: Alert }) {
  const [held, setHeld] = useState(false);
  const over = alert.state === "cleared";

  useEffect(() => {
    if (!over || held) return;
    const timer = setTimeout(() => notices.close(alert), goneAfter);
    return () => clearTimeout(timer);
  }, [alert, over, held]);

  return (
    <div
      className={over ? "alert over" : "alert"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={over ? "check" : "warning"} />
      <div>
        <Link href={href(["alerts"])} onClick={() => notices.close(alert)}>
          {alert.name}
        </Link>
        <p className="alert-text">{alert.text}</p>
        <p className="faint">
          {hourAndMinute(alert.raisedAt)}
          {over && alert.clearedAt !== null && `, over at ${hourAndMinute(alert.clearedAt)}`}
        </p>
      </div>
      <IconButton icon="close" label={`Close: ${alert.name}`} onClick={() => notices.close(alert)} />
    </div>
  );
}
