// One segment with its versions, fetched when it is opened and whenever the list hears of another version.
import { useCallback, useEffect, useState } from "react";
import type { SegmentDetail } from "../api/contract";
import { api, ApiError } from "../api/http";
import { useSegments } from "./list/useSegments";
import type { LiveSegments } from "../live/segments";

export interface OneSegment {
  /** Null until the first answer, and when there is none. */
  readonly segment: SegmentDetail | null;
  readonly missing: boolean;
  readonly error: string | null;
  readonly population: number;
  readonly live: LiveSegments;
  readonly reload: () => Promise<SegmentDetail | null>;
}

export function useSegment(key: string | null): OneSegment {
  const { items, population, live } = useSegments();
  const [segment, setSegment] = useState<SegmentDetail | null>(null);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal): Promise<SegmentDetail | null> => {
      if (key === null) return null;
      try {
        const answer = await api.segment(key, signal);
        if (signal?.aborted) return null;
        setSegment(answer);
        setMissing(false);
        setError(null);
        return answer;
      } catch (problem) {
        if (signal?.aborted) return null;
        if (problem instanceof ApiError && problem.status === 404) setMissing(true);
        else setError(problem instanceof Error ? problem.message : String(problem));
        return null;
      }
    },
    [key],
  );

  useEffect(() => {
    const abort = new AbortController();
    void load(abort.signal);
    return () => abort.abort();
  }, [load]);

  const listed = items?.find((item) => item.key === key)?.version;
  const known = segment?.version;
  useEffect(() => {
    if (listed === undefined || known === undefined || listed === known) return undefined;
    const abort = new AbortController();
    void load(abort.signal);
    return () => abort.abort();
  }, [listed, known, load]);

  return { segment, missing, error, population, live, reload: load };
}
