// The paths of a sparkline. Zero is its foot as long as nothing is below it, so that small changes look small.

interface SparkPath {
  readonly line: string;
  readonly area: string;
  /** From the last whole step to the one that has not ended. */
  readonly last: string;
}

export function sparkPath(values: readonly (number | null)[], width: number, height: number, unfinished = false): SparkPath {
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0 || values.length < 2) return { line: "", area: "", last: "" };
  const low = Math.min(0, ...known);
  const high = Math.max(0, ...known);
  const span = high - low || 1;
  const point = (value: number, index: number) =>
    [round((index * width) / (values.length - 1)), round(height - 1 - ((value - low) / span) * (height - 2))] as const;
  const foot = point(0, 0)[1];

  // Where nothing was measured the line goes straight on: scores are often asked for less than once a step.
  const measured = values.flatMap((value, index) => (value === null ? [] : [{ at: point(value, index), index }]));
  const open = unfinished && measured.at(-1)?.index === values.length - 1 ? measured.pop() : undefined;
  const [first, before] = [measured[0], measured.at(-1)];
  const line = measured.length > 1 ? measured.map(({ at: [x, y] }, i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("") : "";
  const area = line !== "" && first && before ? `${line}L${before.at[0]} ${foot}L${first.at[0]} ${foot}Z` : "";
  const last = open && before ? `M${before.at.join(" ")}L${open.at.join(" ")}` : "";
  return { line, area, last };
}

const round = (value: number) => Math.round(value * 100) / 100;
