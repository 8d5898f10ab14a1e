import type { WindowKey } from "../api/contract";

export const windowNames: Readonly<Record<WindowKey, string>> = {
  "5m": "Last 5 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "30d": "Last 30 days",
  all: "All time",
};
