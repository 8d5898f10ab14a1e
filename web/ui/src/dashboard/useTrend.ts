// Follows the steps of the chosen window for as long as somebody looks.
import { useEffect } from "react";
import type { WindowKey } from "../api/contract";
import { api } from "../api/http";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { parseScope, sameScope, scopeText, type Scope } from "../scopes/scope";
import type { TrendState } from "./trend";
import { TrendStore } from "./TrendStore";

const store = new TrendStore(api.trend);

export function useTrend(window: WindowKey, scope: Scope | null): TrendState {
  const text = scopeText(scope);
  useEffect(() => {
    store.open(window, parseScope(text));
    const stopListening = live.on("dashboard", (frame) => store.accept(frame));
    return () => {
      stopListening();
      store.close();
    };
  }, [window, text]);
  const state = useStore(store);
  return state.window === window && sameScope(state.scope, scope) ? state : { trend: null, window, scope, error: null };
}
