import type { WindowKey } from "../api/contract";

export const windowNames: Readonly<Record<WindowKey, string>> = {
  "5m": "Last 5 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "30d": "Last 30 days",
  all: "All time",
};

/** What a change is against. */
export const windowsBefore: Readonly<Record<WindowKey, string>> = {
  "5m": "against the 5 minutes before",
  "1h": "against the hour before",
  "24h": "against the 24 hours before",
  "30d": "against the 30 days before",
  all: "",
};

const minutes: Readonly<Record<WindowKey, number>> = { "5m": 5, "1h": 60, "24h": 1_440, "30d": 43_200, all: Infinity };

/**
 * What a window that has just begun its last minute should be measured against. A window of N minutes has N - 1 whole ones and
 * what there is of the current one, the window before has N: compared as they are, five minutes would seem to lose a
 * fifth at the start of every minute. So the sum before is taken for as long as the window has lasted.
 */
export function fairBefore(sum: number | undefined, window: WindowKey, at: string): number | undefined {
  const length = minutes[window];
  if (sum === undefined || length === Infinity) return sum;
  const begun = (Date.parse(at) % 60_000) / 60_000;
  return (sum * (length - 1 + begun)) / length;
}
