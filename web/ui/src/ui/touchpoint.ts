import type { TouchpointRow } from "../api/contract";

/** What the summary adds to the name and the amount, which are shown on their own. */
export function detail(row: TouchpointRow): string {
  const summary = row.summary ?? "";
  if (!summary.startsWith(row.name)) return summary;
  const rest = summary.slice(row.name.length).trim().replace(/^[:·,-]\s*/, "");
  return row.amount !== null && /^-?[\d.,]+( [A-Z]{3})?$/.test(rest) ? "" : rest;
}
