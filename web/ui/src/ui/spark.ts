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

  let line = "";
  let area = "";
  let run: (readonly [number, number])[] = [];
  const end = () => {
    const first = run[0];
    const last = run.at(-1);
    if (first && last && run.length > 1) {
      const path = run.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");
      line += path;
      area += `${path}L${last[0]} ${foot}L${first[0]} ${foot}Z`;
    }
    run = [];
  };
  const whole = unfinished ? values.length - 1 : values.length;
  for (let index = 0; index < whole; index++) {
    const value = values[index] ?? null;
    if (value === null) end();
    else run.push(point(value, index));
  }
  const before = run.at(-1);
  end();
  const open = unfinished ? (values.at(-1) ?? null) : null;
  const last = open === null || !before ? "" : `M${before.join(" ")}L${point(open, values.length - 1).join(" ")}`;
  return { line, area, last };
}

const round = (value: number) => Math.round(value * 100) / 100;
