// Something of the server's that changes by itself: asked for again and again while the page is in sight.
import { useCallback, useEffect, useRef, useState } from "react";

export interface Polled<T> {
  /** Null until the first answer. */
  readonly value: T | null;
  /** Why what is shown may be old. */
  readonly error: string | null;
  readonly reload: () => Promise<void>;
}

export function usePolled<T>(load: (signal?: AbortSignal) => Promise<T>, every = 2_000): Polled<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<string | null>(null);
  // Only the latest question counts: an answer to an older one would undo what was just done.
  const asked = useRef(0);

  const reload = useCallback(
    async (signal?: AbortSignal) => {
      const mine = ++asked.current;
      try {
        const answer = await load(signal);
        if (signal?.aborted || mine !== asked.current) return;
        setValue(answer);
        setError(null);
      } catch (problem) {
        if (!signal?.aborted && mine === asked.current) setError(problem instanceof Error ? problem.message : String(problem));
      }
    },
    [load],
  );

  useEffect(() => {
    const abort = new AbortController();
    setValue(null);
    void reload(abort.signal);
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void reload(abort.signal);
    }, every);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [reload, every]);

  return { value, error, reload };
}
