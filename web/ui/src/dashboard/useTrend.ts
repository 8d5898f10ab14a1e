// Follows the steps of the chosen window for as long as somebody looks.
import { useEffect } from "react";
import type { WindowKey } from "../api/contract";
import { api } from "../api/http";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import type { TrendState } from "./trend";
import { TrendStore } from "./TrendStore";

const store = new TrendStore(api.trend);

export function useTrend(window: WindowKey): TrendState {
  useEffect(() => {
    store.open(window);
    const stopListening = live.on("dashboard", (frame) => store.accept(frame));
    return () => {
      stopListening();
      store.close();
    };
  }, [window]);
  const state = useStore(store);
  return state.window === window ? state : { trend: null, window, error: null };
}
