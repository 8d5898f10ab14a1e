// Follows one customer live, or loads her as she was known at an instant.
import { useEffect, useMemo } from "react";
import { api } from "../api/http";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { CustomerStore, pageSize, type CustomerState } from "./store";

/** How often an id that nothing is known about is asked for again. */
const askAgain = 5000;

export function useCustomer(id: string, at: string | null): readonly [CustomerState, CustomerStore] {
  const store = useMemo(
    () =>
      new CustomerStore(id, {
        view: () => api.customer(id, at),
        touchpoints: (before) => api.touchpoints(id, { before, at, limit: pageSize }),
      }),
    [id, at],
  );
  useEffect(() => {
    void store.open();
    if (at !== null) return undefined;
    const watch = {
      start: ["WatchCustomer", id],
      stop: ["UnwatchCustomer", id],
      onRenew: () => store.expectFull(),
    } as const;
    const stopListening = live.on("customer", (frame) => {
      if (store.accept(frame) === "gap") live.renew(watch);
    });
    const stopWatching = live.watch(watch);
    const asking = setInterval(() => {
      if (store.get().missing) live.renew(watch);
    }, askAgain);
    return () => {
      clearInterval(asking);
      stopWatching();
      stopListening();
    };
  }, [store, id, at]);
  return [useStore(store), store];
}
