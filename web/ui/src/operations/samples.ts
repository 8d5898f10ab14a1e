// Answers for tests.
import type { Instrument, MeterSeries, Operations } from "../api/contract";

export const series = (values: readonly (number | null)[], tag: string | null = null): MeterSeries => ({ tag, values, p50: null, p99: null, lastP50: null, lastP99: null });

export const instrument = (name: string, kind: Instrument["kind"], unit: string, ...all: MeterSeries[]): Instrument => ({ name, kind, unit, description: `What ${name} means.`, series: all });

/** An answer whose last steps are those up to a sample. */
export const answer = (sample: number, steps: number, instruments: readonly Instrument[], process = "here:1"): Operations => ({
  answers: { name: process, role: "web and silo", state: "ok", age: 0 },
  others: [],
  asOf: new Date(sample * 5_000).toISOString(),
  process: {
    name: process, role: "web and silo", engine: "embedded", store: "sqlite", version: "1", runtime: ".NET 10", processors: 2, memoryLimit: 1e9, startedAt: "2026-03-12T14:00:00Z",
  },
  state: "ok",
  findings: [],
  step: 5,
  kept: 180,
  recent: 12,
  sample,
  times: Array.from({ length: steps }, (_, i) => new Date((sample - steps + 1 + i) * 5_000).toISOString()),
  instruments,
});
