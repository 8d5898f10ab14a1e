// Segments and stages as the hub keeps them: sizes, what is re-evaluated, and the latest who joined, left or moved on.
// One store for the page: the list, a segment's page, the journey and the stream of transitions all look at it.
import { useEffect } from "react";
import type { Backfill, Transition } from "../api/contract";
import type { LiveSize, SegmentsFrame } from "./contract";
import { live } from "./hub";
import { Sequence, type Verdict } from "./sequence";
import { Store, useStore } from "./store";

/** As far back as a stream of transitions can be read; older ones come from /api/transitions. */
export const mostTransitions = 500;

export interface LiveSegments {
  /** Null until the first full picture. */
  readonly population: number | null;
  readonly sizes: Readonly<Record<string, LiveSize>>;
  readonly stages: Readonly<Record<string, number>>;
  readonly backfills: readonly Backfill[];
  /** Newest first. */
  readonly transitions: readonly Transition[];
  /** Ids of transitions below which some are missing. */
  readonly gaps: ReadonlySet<number>;
  /** All that arrived since the page was opened, those that no frame could carry included. */
  readonly arrived: number;
  /** The server's time of the latest frame, and the local one at which it came. */
  readonly at: string | null;
  readonly arrivedAt: number;
}

const nothing: LiveSegments = {
  population: null,
  sizes: {},
  stages: {},
  backfills: [],
  transitions: [],
  gaps: new Set(),
  arrived: 0,
  at: null,
  arrivedAt: 0,
};

export class LiveSegmentsStore extends Store<LiveSegments> {
  readonly #sequence = new Sequence();

  constructor() {
    super(nothing);
  }

  /** What is on the screen stays there, greyed, until the full frame replaces it. */
  expectFull(): void {
    this.#sequence.expectFull();
  }

  accept(frame: SegmentsFrame, now: number): Verdict {
    const verdict = this.#sequence.judge(frame);
    if (verdict !== "take") return verdict;
    const before = this.get();
    const known = new Set(before.transitions.map((each) => each.id));
    const fresh = frame.transitions.filter((each) => !known.has(each.id));
    const transitions = fresh.length === 0 ? before.transitions : [...fresh, ...before.transitions].slice(0, mostTransitions);
    const skipped = frame.skipped ?? 0;
    // After a pause nobody knows what was missed, unless the picture reaches back to what is known.
    const missing = skipped > 0 || (frame.full && before.transitions.length > 0 && fresh.length > 0 && fresh.length === frame.transitions.length);
    const lowest = fresh.at(-1);
    this.set({
      population: frame.population,
      sizes: frame.full ? frame.sizes : merged(before.sizes, frame.sizes),
      stages: frame.full ? frame.stages : merged(before.stages, frame.stages),
      backfills: frame.full ? frame.backfills : withBackfills(before.backfills, frame.backfills),
      transitions,
      gaps: missing && lowest ? gapsOf(before.gaps, lowest.id, transitions) : before.gaps,
      arrived: before.arrived + (before.at === null ? 0 : fresh.length + skipped),
      at: frame.at,
      arrivedAt: now,
    });
    return verdict;
  }
}

function gapsOf(before: ReadonlySet<number>, lowest: number, transitions: readonly Transition[]): ReadonlySet<number> {
  const oldest = transitions.at(-1)?.id ?? 0;
  return new Set([...before, lowest].filter((id) => id >= oldest));
}

/** The same object as long as nothing in it changed, so that nothing is drawn anew. */
function merged<T>(before: Readonly<Record<string, T>>, news: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.keys(news).length === 0 ? before : { ...before, ...news };
}

const mostBackfills = 20;

function withBackfills(before: readonly Backfill[], news: readonly Backfill[]): readonly Backfill[] {
  if (news.length === 0) return before;
  const ids = new Set(news.map((each) => each.id));
  return [...news, ...before.filter((each) => !ids.has(each.id))].sort((a, b) => b.id - a.id).slice(0, mostBackfills);
}

/** For so long what is through is still news. */
export const newsFor = 30_000;

/** What is being worked on, and what has just been through, the newest first. `now` in local milliseconds. */
export function atWork({ backfills, at, arrivedAt }: Pick<LiveSegments, "backfills" | "at" | "arrivedAt">, now: number): readonly Backfill[] {
  // By the server's clock, which goes on between frames.
  const there = at === null ? 0 : Date.parse(at) + Math.max(0, now - arrivedAt);
  return backfills.filter(({ state, finishedAt }) => state !== "done" || (finishedAt !== null && there - Date.parse(finishedAt) < newsFor));
}

export const liveSegments = new LiveSegmentsStore();

let watchers = 0;
let stop: () => void = () => undefined;

/** One watch for the page, however many parts of it look. */
function watchSegments(): () => void {
  if (watchers++ === 0) {
    const watch = {
      start: ["WatchSegments"],
      stop: ["UnwatchSegments"],
      onRenew: () => liveSegments.expectFull(),
    } as const;
    const stopListening = live.on("segments", (frame) => {
      if (liveSegments.accept(frame, Date.now()) === "gap") live.renew(watch);
    });
    const stopWatching = live.watch(watch);
    stop = () => {
      stopWatching();
      stopListening();
    };
  }
  return () => {
    if (--watchers === 0) stop();
  };
}

/** Follows segments and stages for as long as the caller is on the screen. */
export function useLiveSegments(): LiveSegments {
  useEffect(watchSegments, []);
  return useStore(liveSegments);
}
