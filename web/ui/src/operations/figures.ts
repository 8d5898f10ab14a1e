// What the tiles and the table say, worked out from the steps.
import type { Instrument, Operations } from "../api/contract";
import { bytes, compact, count, nothing, rate, shortTime } from "../format/format";

type Values = readonly (number | null)[];

/** Questions about the instruments of an answer. */
export class Figures {
  readonly #of: Operations | null;
  readonly #instruments: ReadonlyMap<string, Instrument>;

  constructor(of: Operations | null) {
    this.#of = of;
    this.#instruments = new Map(of?.instruments.map((each) => [each.name, each]));
  }

  /** A gauge now, all its series together. */
  now(name: string): number | null {
    return this.#all(name).at(-1) ?? null;
  }

  /** What a counter went up by in the last minute; null before the first step. */
  sum(name: string, ...tags: string[]): number | null {
    return this.#of === null || this.#of.times.length < 2 ? null : total(this.#all(name, tags).slice(-this.#steps()));
  }

  /** The same a second. */
  perSecond(name: string, ...tags: string[]): number | null {
    const sum = this.sum(name, ...tags);
    return sum === null ? null : sum / this.#seconds();
  }

  /** What half, or 99 of 100, measurements of the last minute did not exceed. */
  p50 = (name: string): number | null => this.#series(name)[0]?.lastP50 ?? null;
  p99 = (name: string): number | null => this.#series(name)[0]?.lastP99 ?? null;

  /** The course of a gauge, of a counter a second, or of a histogram's p99. */
  course(name: string, ...tags: string[]): Values {
    const instrument = this.#instruments.get(name);
    if (instrument?.kind === "histogram") return instrument.series[0]?.p99 ?? [];
    const all = this.#all(name, tags);
    return instrument === undefined || instrument.kind === "gauge" ? all : all.map((value) => (value === null ? null : value / (this.#of?.step ?? 1)));
  }

  /** The largest value of the last quarter of an hour. */
  highest(name: string): number | null {
    const known = this.course(name).filter((value): value is number => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  }

  #series(name: string, tags: readonly string[] = []) {
    return (this.#instruments.get(name)?.series ?? []).filter(({ tag }) => tags.length === 0 || (tag !== null && tags.includes(tag)));
  }

  /** All series together, step by step. A counter that nobody has added to has gone up by nothing. */
  #all(name: string, tags: readonly string[] = []): Values {
    const instrument = this.#instruments.get(name);
    const series = this.#series(name, tags);
    if (instrument?.kind === "counter") return (this.#of?.times ?? []).map((_, step) => series.reduce((sum, each) => sum + (each.values[step] ?? 0), 0));
    return (this.#of?.times ?? []).map((_, step) => {
      const known = series.map((each) => each.values[step] ?? null).filter((value): value is number => value !== null);
      return known.length === 0 ? null : total(known);
    });
  }

  /** How many steps the last minute has: fewer after a start. The first step of all is no whole one. */
  #steps(): number {
    return Math.min(this.#of?.recent ?? 0, (this.#of?.times.length ?? 1) - 1);
  }

  #seconds(): number {
    const times = this.#of?.times ?? [];
    const elapsed = (Date.parse(times.at(-1) ?? "") - Date.parse(times.at(-1 - this.#steps()) ?? "")) / 1000;
    return elapsed > 0 ? elapsed : this.#steps() * (this.#of?.step ?? 1);
  }
}

const total = (values: Values) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** The word for one, from OpenTelemetry's {event}. */
const wordOf = (unit: string) => unit.replace(/[{}]/g, "").replaceAll("_", " ");

/** A value with its unit. */
export function measure(value: number | null, unit: string): string {
  if (value === null) return nothing;
  if (unit === "s") return shortTime(value);
  if (unit === "By") return bytes(value);
  return unit === "1" || unit === "" ? compact(value) : `${Math.abs(value) < 10_000 ? count(value) : compact(value)} ${manyOf(wordOf(unit), value)}`;
}

/** So much a second. */
export function speed(value: number | null, unit: string): string {
  if (value === null) return nothing;
  if (unit === "s") return `${shortTime(value)}/s`;
  if (unit === "By") return `${bytes(value)}/s`;
  return `${rate(value)} ${manyOf(wordOf(unit), 2)}/s`;
}

function manyOf(word: string, n: number): string {
  if (n === 1 || word === "series") return word;
  return word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
}
