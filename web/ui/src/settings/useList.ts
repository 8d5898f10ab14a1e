// A list of the server's, loaded when it is first shown and again after each change.
import { useCallback, useEffect, useState } from "react";

export interface List<T> {
  /** Null until the first answer. */
  readonly items: readonly T[] | null;
  readonly error: string | null;
  readonly reload: () => Promise<void>;
}

export function useList<T>(load: (signal?: AbortSignal) => Promise<{ readonly items: readonly T[] }>): List<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [error, setError] = useState<string | null>(null);

  const reload = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const answer = await load(signal);
        if (signal?.aborted) return;
        setItems(answer.items);
        setError(null);
      } catch (problem) {
        if (!signal?.aborted) setError(problem instanceof Error ? problem.message : String(problem));
      }
    },
    [load],
  );

  useEffect(() => {
    const abort = new AbortController();
    void reload(abort.signal);
    return () => abort.abort();
  }, [reload]);

  return { items, error, reload };
}
