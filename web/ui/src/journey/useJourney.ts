// Follows the journey of a window for as long as somebody looks.
import { useEffect } from "react";
import type { JourneyWindow } from "../api/contract";
import { api } from "../api/http";
import { liveSegments, useLiveSegments } from "../live/segments";
import { useStore } from "../live/store";
import { JourneyStore, type JourneyState } from "./store";

// One store for the page: coming back shows the last picture at once.
export const journeyStore = new JourneyStore(api.journey);

export function useJourney(window: JourneyWindow): JourneyState {
  useLiveSegments();
  useEffect(() => {
    journeyStore.open(window);
    const accept = () => journeyStore.accept(liveSegments.get());
    accept();
    const stop = liveSegments.subscribe(accept);
    return () => {
      stop();
      journeyStore.close();
    };
  }, [window]);
  const state = useStore(journeyStore);
  return state.window === window ? state : { ...state, journey: null, window, error: null };
}
