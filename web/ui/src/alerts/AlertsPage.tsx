// The alert centre: what is raised now, what is over, and the rules that raise them.
import { useEffect } from "react";
import { count } from "../format/format";
import { useStore } from "../live/store";
import { href } from "../router/router";
import { Note } from "../ui/parts";
import { SegmentedLinks } from "../ui/Segmented";
import { useTitle } from "../ui/useTitle";
import { AlertList } from "./AlertList";
import { alerts, centreOpen } from "./alerts";
import { AlertRules } from "./AlertRules";
import { PastAlerts } from "./PastAlerts";
import "./alerts.css";

const parts = ["open", "past", "rules"] as const;
type Part = (typeof parts)[number];

export function AlertsPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Alerts");
  const asked = query.get("show");
  const part: Part = parts.find((each) => each === asked) ?? "open";
  const { open, error } = useStore(alerts);

  useEffect(() => {
    centreOpen.set(true);
    return () => centreOpen.set(false);
  }, []);

  const names: Readonly<Record<Part, string>> = { open: open === null ? "Open" : `Open ${count(open.length)}`, past: "Past", rules: "Rules" };
  return (
    <div className="page alerts-page">
      <div className="page-head">
        <h1>Alerts</h1>
        <SegmentedLinks<Part>
          label="Alerts"
          segments={parts.map((key) => ({ key, label: names[key], href: href(["alerts"], { show: key === "open" ? null : key }) }))}
          chosen={part}
        />
      </div>
      {error !== null && <Note tone="warn">The open alerts could not be brought up to date: {error} Trying again.</Note>}
      {part === "open" && <AlertList alerts={open} />}
      {part === "past" && <PastAlerts />}
      {part === "rules" && <AlertRules />}
    </div>
  );
}
