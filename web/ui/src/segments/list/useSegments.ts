// Follows all segments for as long as the caller is on the screen; one list for the whole page.
import { useEffect } from "react";
import { api } from "../../api/http";
import { liveSegments, useLiveSegments, type LiveSegments } from "../../live/segments";
import { useStore } from "../../live/store";
import { SegmentListStore, type SegmentList } from "./store";

export const segmentList = new SegmentListStore((signal) => api.segments(signal));

export function useSegments(): SegmentList & { readonly live: LiveSegments } {
  useEffect(() => {
    segmentList.open();
    // What is known already is no news.
    segmentList.accept(liveSegments.get());
    const stop = liveSegments.subscribe(() => segmentList.accept(liveSegments.get()));
    return () => {
      stop();
      segmentList.close();
    };
  }, []);
  const live = useLiveSegments();
  const list = useStore(segmentList);
  return { ...list, population: live.population ?? list.population, live };
}
