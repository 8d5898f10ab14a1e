// Says that what comes in is made up, and by whom it is stopped.
import { useEffect } from "react";
import { api } from "../api/http";
import { count, hourAndMinute } from "../format/format";
import { useStore } from "../live/store";
import { useRole } from "../session/useSession";
import { Button } from "../ui/Button";
import { SimulatorStore } from "./simulator";

export const simulator = new SimulatorStore(api);

/** Only admins may ask. */
export function useSimulator() {
  const admin = useRole("admin");
  useEffect(() => (admin ? simulator.open() : undefined), [admin]);
  const state = useStore(simulator);
  return admin ? state : null;
}

export function SimulatorNotice() {
  const state = useSimulator();
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
