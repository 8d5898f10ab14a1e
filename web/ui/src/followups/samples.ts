// Follow-ups for tests.
import type { FollowUp, FollowUpRow } from "../api/contract";

export function followUp(id: string, more: Partial<FollowUp> = {}): FollowUp {
  return {
    id,
    metric: "nps",
    state: "open",
    score: 3,
    comment: "Late again",
    answeredAt: "2026-01-01T12:00:00.000Z",
    answers: 1,
    openedAt: "2026-01-01T12:00:00.000Z",
    takenBy: null,
    takenAt: null,
    notes: [],
    noteCount: 0,
    resolvedBy: null,
    resolvedAt: null,
    outcome: null,
    mergedInto: null,
    ...more,
  };
}

export function row(id: string, more: Partial<FollowUpRow> = {}): FollowUpRow {
  const { notes: _, ...rest } = followUp(id);
  return { ...rest, customerId: `c-${id}`, displayName: null, note: null, ...more };
}
