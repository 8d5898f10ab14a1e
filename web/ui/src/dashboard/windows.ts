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
