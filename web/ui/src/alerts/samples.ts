// Alerts for tests.
import type { Alert, AlertRule } from "../api/contract";

export function alert(id: number, more: Partial<Alert> = {}): Alert {
  return {
    id,
    rule: "at-risk",
    name: "At risk fills up",
    text: "23 customers entered At risk in 10 minutes, more than 20",
    state: "raised",
    value: 23,
    threshold: 20,
    raisedAt: new Date(Date.UTC(2026, 0, 1, 12, id)).toISOString(),
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    note: null,
    ...more,
  };
}

export const cleared = (id: number, more: Partial<Alert> = {}) => alert(id, { state: "cleared", clearedAt: "2026-01-01T13:00:00.000Z", ...more });

export function rule(more: Partial<AlertRule> = {}): AlertRule {
  return { key: "at-risk", name: "At risk fills up", source: "entered", metric: null, scope: "stage/At risk", window: "10m", op: ">", threshold: 20, enabled: true, version: 1, publishedAt: "2026-01-01T11:00:00.000Z", publishedBy: "maya", value: 4, alert: null, broken: null, ...more };
}
