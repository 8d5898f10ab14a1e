// What there is to choose from: segments, stages and channels, with how many customers each has now. Fetched when somebody
// first asks, and again when the hub tells of one that is not known yet.
import { useEffect } from "react";
import type { Journey, Segments } from "../api/contract";
import { api } from "../api/http";
import { Store, useStore } from "../live/store";
import type { Scope } from "./scope";

export interface Choice {
  readonly scope: Scope;
  readonly label: string;
  /** Customers in it now; null where that has no meaning. */
  readonly customers: number | null;
}

export interface Choices {
  /** Null until the first answer. */
  readonly all: readonly Choice[] | null;
  readonly error: string | null;
}

/** The channels that touchpoints come by. */
export const channels = ["web", "mobile", "store", "email", "phone", "chat", "social", "server"] as const;

interface Sources {
  readonly segments: () => Promise<Segments>;
  readonly stages: () => Promise<Journey>;
}

/** Asked again no sooner than this. */
export const freshFor = 10_000;

export class ChoicesStore extends Store<Choices> {
  readonly #sources: Sources;
  readonly #now: () => number;
  #asking: Promise<void> | null = null;
  #askedAt = -Infinity;

  constructor(sources: Sources, now: () => number = Date.now) {
    super({ all: null, error: null });
    this.#sources = sources;
    this.#now = now;
  }

  load(): Promise<void> {
    if (this.#asking !== null) return this.#asking;
    if (this.#now() - this.#askedAt < freshFor && this.get().error === null) return Promise.resolve();
    this.#askedAt = this.#now();
    this.#asking = this.#load().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #load(): Promise<void> {
    try {
      const [segments, journey] = await Promise.all([this.#sources.segments(), this.#sources.stages()]);
      this.set({
        all: [
          ...segments.items.map((each): Choice => ({ scope: { kind: "segment", name: each.key }, label: each.name, customers: each.size })),
          ...journey.stages.map((each): Choice => ({ scope: { kind: "stage", name: each.name }, label: each.name, customers: each.customers })),
          ...channels.map((each): Choice => ({ scope: { kind: "channel", name: each }, label: each, customers: null })),
        ],
        error: null,
      });
    } catch (error) {
      this.set({ ...this.get(), error: error instanceof Error ? error.message : String(error) });
    }
  }
}

export const choices = new ChoicesStore({ segments: () => api.segments(), stages: () => api.journey("24h") });

export function useChoices(wanted = true): Choices {
  useEffect(() => {
    if (wanted) void choices.load();
  }, [wanted]);
  return useStore(choices);
}

/** What a scope is called; its key until that is known. */
export function nameIn(all: readonly Choice[] | null, scope: Scope): string {
  return all?.find((each) => each.scope.kind === scope.kind && each.scope.name === scope.name)?.label ?? scope.name;
}

export function useScopeName(scope: Scope | null): string {
  const { all } = useChoices(scope?.kind === "segment");
  return scope === null ? "" : nameIn(all, scope);
}

/** Those whose names have a word that begins with each word of the text. */
export function matching(all: readonly Choice[], text: string): readonly Choice[] {
  const asked = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return all;
  return all.filter((each) => {
    const words = `${each.label} ${each.scope.name} ${each.scope.kind}`.toLowerCase().split(/[\s/_-]+/);
    return asked.every((part) => words.some((word) => word.startsWith(part)));
  });
}
