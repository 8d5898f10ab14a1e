// Where segments are found. Keys are [a-z0-9-]: what begins with an underscore is no key.
import { flowWindowKeys, type FlowWindowKey } from "../api/contract";
import { href } from "../router/router";
import { sortKeys, type SortKey } from "./list/arrange";

const fresh = "_new";

export const segmentsHref = href(["segments"]);
export const newSegmentHref = (rule?: string) => href(["segments", fresh], { rule });
export const segmentHref = (key: string) => href(["segments", key]);
/** The studio; with a version, that one's rule to begin with. */
export const editHref = (key: string, version?: number) => href(["segments", key, "edit"], { version: version === undefined ? null : String(version) });

export type SegmentPlace =
  | { readonly screen: "list" }
  | { readonly screen: "segment"; readonly key: string }
  | { readonly screen: "studio"; readonly key: string | null };

export function placeOf(parts: readonly string[]): SegmentPlace | null {
  const [first, key, edit, ...rest] = parts;
  if (first !== "segments" || rest.length > 0) return null;
  if (key === undefined) return { screen: "list" };
  if (key === fresh) return edit === undefined ? { screen: "studio", key: null } : null;
  if (edit === undefined) return { screen: "segment", key };
  return edit === "edit" ? { screen: "studio", key } : null;
}

export interface ListView {
  readonly text: string;
  readonly sort: SortKey;
}

export function parseListView(query: URLSearchParams): ListView {
  return { text: query.get("text") ?? "", sort: sortKeys.find((key) => key === query.get("sort")) ?? "size" };
}

export function listHref({ text, sort }: ListView): string {
  return href(["segments"], { text, sort: sort === "size" ? null : sort });
}

export const defaultFlowWindow: FlowWindowKey = "24h";

export function parseFlowWindow(query: URLSearchParams): FlowWindowKey {
  return flowWindowKeys.find((key) => key === query.get("window")) ?? defaultFlowWindow;
}
