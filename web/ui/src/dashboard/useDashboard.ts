// Follows the dashboard for as long as somebody looks at it.
import { useEffect } from "react";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { DashboardStore, type Dashboard } from "./store";

// One store for the page: coming back shows the last picture at once, until the full frame arrives.
const store = new DashboardStore();

export function useDashboard(): Dashboard {
  useEffect(() => {
    const watch = {
      start: ["WatchDashboard"],
      stop: ["UnwatchDashboard"],
      onRenew: () => store.expectFull(),
    } as const;
    const stopListening = live.on("dashboard", (frame) => {
      if (store.accept(frame, Date.now()) === "gap") live.renew(watch);
    });
    const stopWatching = live.watch(watch);
    return () => {
      stopWatching();
      stopListening();
    };
  }, []);
  return useStore(store);
}
