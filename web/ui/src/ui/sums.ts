// Sums over several currencies: the total where it is whole, every currency by itself where it cannot be.
import type { MoneyByCurrency } from "../api/contract";
import { count, money } from "../format/format";

interface Sums extends MoneyByCurrency {
  readonly currency: string;
  readonly unconverted: number;
  readonly byCurrency: Readonly<Record<string, MoneyByCurrency>>;
}

type Part = "gross" | "refunded" | "net";

/** The amount, with what could not be converted after it: never a total that leaves something out unsaid. */
export function wholeSum(sums: Sums, part: Part): string {
  if (sums.unconverted === 0) return money(sums[part], sums.currency);
  const parts = Object.entries(sums.byCurrency).filter(([, each]) => each[part] !== 0);
  return parts.length === 0 ? money(0, sums.currency) : parts.map(([currency, each]) => money(each[part], currency)).join(" + ");
}

/** What to say under a total: what is not in it, or where it is from. */
export function otherCurrencies(sums: Sums, part: Part): string {
  const others = Object.entries(sums.byCurrency).filter(([currency, each]) => currency !== sums.currency && each[part] !== 0);
  if (others.length === 0) return "";
  const own = sums.byCurrency[sums.currency]?.[part] ?? 0;
  const noneConverted = sums.unconverted > 0 && Math.abs(sums[part] - own) < 0.005;
  if (!noneConverted) return `from ${count(Object.keys(sums.byCurrency).length)} currencies`;
  return `and ${others.map(([currency, each]) => money(each[part], currency)).join(", ")}`;
}
