// Follows one write key for as long as somebody looks at it.
import { useEffect, useMemo } from "react";
import { live } from "../../live/hub";
import { useStore } from "../../live/store";
import { KeyLogStore, type KeyLog } from "./store";

export function useKeyLog(keyId: string): KeyLog {
  const store = useMemo(() => new KeyLogStore(keyId), [keyId]);
  useEffect(() => {
    const watch = {
      start: ["WatchKey", keyId],
      stop: ["UnwatchKey", keyId],
      onRenew: () => store.expectFull(),
    } as const;
    const stopListening = live.on("key", (frame) => {
      if (store.accept(frame) === "gap") live.renew(watch);
    });
    const stopWatching = live.watch(watch);
    return () => {
      stopWatching();
      stopListening();
    };
  }, [store, keyId]);
  return useStore(store);
}
