// Follows one customer live, or loads her as she was known at an instant; her timeline comes along.
import { useEffect, useMemo, useRef, useState } from "react";
import type { CustomerView } from "../api/contract";
import { api } from "../api/http";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { CustomerStore, type CustomerState } from "./store";
import type { TimelineFilter } from "./timeline/filter";
import { TimelineStore, pageSize } from "./timeline/store";
import { MomentsStore } from "./travel/moments";

/** How often an id that nothing is known about is asked for again. */
const askAgain = 5000;

/** The state of what is asked for; while another instant is on its way, still that of the one before. */
export function useCustomer(id: string, at: string | null): { readonly state: CustomerState; readonly store: CustomerStore; readonly turning: boolean } {
  const store = useMemo(() => new CustomerStore(id, (signal) => api.customer(id, at, signal)), [id, at]);
  useEffect(() => {
    void store.open();
    if (at !== null) return () => store.close();
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
      store.close();
    };
  }, [store, id, at]);

  const state = useStore(store);
  const before = useRef(state);
  const arrived = state.view !== null || state.missing || state.error !== null;
  useEffect(() => {
    if (arrived) before.current = state;
  });
  const turning = !arrived && before.current.view !== null;
  return { state: turning ? before.current : state, store, turning };
}

/** Who she is today, for comparison; asked for once when the page goes into the past. */
export function useToday(id: string, past: boolean): CustomerView | null {
  const [today, setToday] = useState<CustomerView | null>(null);
  useEffect(() => {
    if (!past) return undefined;
    const abort = new AbortController();
    // Without it there is just nothing to compare with.
    api.customer(id, null, abort.signal).then(setToday, () => undefined);
    return () => abort.abort();
  }, [id, past]);
  return past ? today : null;
}

export function useTimeline(id: string, at: string | null, filter: TimelineFilter, store: CustomerStore): TimelineStore {
  const { channel, name } = filter;
  const timeline = useMemo(
    () => new TimelineStore((before, signal) => api.touchpoints(id, { before, at, channel, name, limit: pageSize }, signal), { channel, name }),
    [id, at, channel, name],
  );
  useEffect(() => {
    store.listen(timeline);
    void timeline.open();
    return () => {
      store.listen(null);
      timeline.close();
    };
  }, [store, timeline]);
  return timeline;
}

export function useMoments(id: string): MomentsStore {
  const moments = useMemo(() => new MomentsStore((before, limit, signal) => api.touchpoints(id, { before, limit }, signal)), [id]);
  useEffect(() => () => moments.close(), [moments]);
  return moments;
}
