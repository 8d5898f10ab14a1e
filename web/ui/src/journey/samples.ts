// A journey for tests.
import type { Journey, JourneyFlow, JourneyStage } from "../api/contract";

export function stage(name: string, more: Partial<JourneyStage> = {}): JourneyStage {
  return { name, rule: "always", description: null, customers: 10, share: 25, entered: 0, left: 0, meanSeconds: null, ...more };
}

const quiet = { rule: "orders.count >= 1 and last(orders) older than 90d" };

export function journey(flows: readonly JourneyFlow[] = [], more: Partial<Journey> = {}): Journey {
  return {
    version: 3,
    window: "24h",
    stages: [stage("Aware"), stage("Considering"), stage("Buying"), stage("Loyal"), stage("At risk", quiet), stage("Lapsed", quiet)],
    flows,
    ...more,
  };
}

export const flow = (from: string | null, to: string, count: number): JourneyFlow => ({ from, to, count });
