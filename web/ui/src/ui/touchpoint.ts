// How a touchpoint reads in a list: what happened, and what its summary adds to that.
import type { TouchpointRow } from "../api/contract";

export function title(row: TouchpointRow): string {
  switch (row.kind) {
    case "identify":
      return "Identified";
    case "alias":
      return "Ids joined";
    case "group":
      return "Joined a group";
    case "page":
      return row.name === "" ? "Loaded a Page" : `Viewed ${row.name} Page`;
    case "screen":
      return row.name === "" ? "Loaded a Screen" : `Viewed ${row.name} Screen`;
    case "track":
      return row.name;
  }
}

/** The summary without the name and the amount, which are shown on their own. */
export function detail(row: TouchpointRow): string {
  let rest = row.summary ?? "";
  if (row.name !== "" && rest.startsWith(row.name)) rest = rest.slice(row.name.length);
  if (row.amount !== null) rest = rest.replace(/-?\d[\d.,]*(?: [A-Z]{3})?$/, "");
  return rest.trim();
}
