// Follows the dashboard, or a part of it, for as long as somebody looks at it.
import { useEffect } from "react";
import type { Watch } from "../live/client";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { scopeText, type Scope } from "../scopes/scope";
import { DashboardStore, type Dashboard } from "./store";

// One store for the page: coming back shows the last picture at once, until the full frame arrives.
const store = new DashboardStore();

export function useDashboard(scope: Scope | null): Dashboard {
  const text = scopeText(scope);
  useEffect(() => {
    store.show(text);
    const watch: Watch = {
      start: text === null ? ["WatchDashboard"] : ["WatchDashboardOf", text],
      stop: ["UnwatchDashboard"],
      onRenew: () => store.expectFull(),
    };
    const stopListening = live.on("dashboard", (frame) => {
      if (store.accept(frame, Date.now()) === "gap") live.renew(watch);
    });
    const stopWatching = live.watch(watch);
    return () => {
      stopWatching();
      stopListening();
    };
  }, [text]);
  const state = useStore(store);
  // What is shown until the effect has run belongs to another scope.
  return state.scope === text ? state : { ...state, frame: null, breakdown: null };
}
