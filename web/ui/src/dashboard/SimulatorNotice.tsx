// Says that what comes in is made up, and by whom it is stopped.
import { useEffect } from "react";
import type { TouchpointRow } from "../api/contract";
import { api } from "../api/http";
import { count, hourAndMinute } from "../format/format";
import { useStore } from "../live/store";
import { useRole } from "../session/useSession";
import { Button } from "../ui/Button";
import { SimulatorStore } from "./simulator";

export const simulator = new SimulatorStore(api);

/** Only admins may ask; `wanted` spares the question where there is no sign of it. */
export function useSimulator(wanted = true) {
  const asks = useRole("admin") && wanted;
  useEffect(() => (asks ? simulator.open() : undefined), [asks]);
  const state = useStore(simulator);
  return asks ? state : null;
}

/** The made-up shoppers' ids begin like this. */
const madeUp = "sim-";

export function SimulatorNotice({ rows }: { readonly rows: readonly TouchpointRow[] }) {
  const state = useSimulator(rows.some((row) => row.customerId.startsWith(madeUp)));
  const running = state?.simulator?.running ? state.simulator : null;
  if (!state || running === null) return null;
  return (
    <p className="simulator-notice">
      <span>
        Made-up shoppers: {count(running.eventsPerSecond)} events a second{running.until && `, until ${hourAndMinute(running.until)}`}
      </span>
      <Button small tone="plain" busy={state.busy} onClick={() => void simulator.stop()}>
        Stop
      </Button>
    </p>
  );
}
