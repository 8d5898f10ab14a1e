// Touchpoints by channel and by name: in an order that holds still.

/** This much more than the one above it, in parts of one, and it takes its place: near ties do not change places all day. */
const clearly = 0.05;

/** Largest first, starting from the order that is on the screen. */
export function calmOrder(shown: readonly string[], counts: Readonly<Record<string, number>>): readonly string[] {
  const of = (key: string) => counts[key] ?? 0;
  const kept = shown.filter((key) => key in counts);
  const known = new Set(kept);
  const added = Object.keys(counts)
    .filter((key) => !known.has(key))
    .sort((a, b) => of(b) - of(a) || (a < b ? -1 : 1));
  const order = [...kept, ...added];
  let moved = added.length > 0 || kept.length !== shown.length;
  for (let from = 1; from < order.length; from++) {
    for (let i = from; i > 0; i--) {
      const [above, below] = [order[i - 1] as string, order[i] as string];
      if (of(below) <= of(above) * (1 + clearly)) break;
      order[i - 1] = below;
      order[i] = above;
      moved = true;
    }
  }
  return moved ? order : shown;
}

export interface Share {
  readonly key: string;
  readonly count: number;
  /** Of all, 0 to 1. */
  readonly share: number;
  /** Of the largest, 0 to 1: the length of its bar. */
  readonly length: number;
}

export function shares(order: readonly string[], counts: Readonly<Record<string, number>>): readonly Share[] {
  const all = Object.values(counts);
  const total = all.reduce((sum, n) => sum + n, 0);
  const largest = Math.max(0, ...all);
  return order.map((key) => {
    const count = counts[key] ?? 0;
    return { key, count, share: total === 0 ? 0 : count / total, length: largest === 0 ? 0 : count / largest };
  });
}

/** Only what there is: the catalogue has many names of which nothing came. */
export function present(counts: Readonly<Record<string, number>> | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts ?? {}).filter(([, count]) => count > 0));
}
