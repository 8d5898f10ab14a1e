// What the dashboard shows, as its address says it: a copied link shows the same to somebody else.
import { windowKeys, type WindowKey } from "../api/contract";
import { href } from "../router/router";
import { parseScope, scopeText, type Scope } from "../scopes/scope";
import { scoreKeys, type ScoreKey } from "./charts/panels";

export interface View {
  readonly window: WindowKey;
  /** Only what a segment's or stage's customers did, or what came by a channel; null is everything. */
  readonly scope: Scope | null;
  readonly wall: boolean;
  /** Filters of the latest touchpoints; "" is no filter. */
  readonly channel: string;
  readonly name: string;
  readonly text: string;
  /** The score that the chart of experience shows. */
  readonly score: ScoreKey;
}

export const defaultWindow: WindowKey = "1h";

export function parseView(query: URLSearchParams): View {
  const asked = query.get("window");
  return {
    window: windowKeys.find((key) => key === asked) ?? defaultWindow,
    scope: parseScope(query.get("scope")),
    wall: query.get("wall") === "1",
    channel: query.get("channel") ?? "",
    name: query.get("name") ?? "",
    text: query.get("text") ?? "",
    score: scoreKeys.find((key) => key === query.get("score")) ?? "csat",
  };
}

export function viewHref(view: View): string {
  return href([], {
    window: view.window === defaultWindow ? null : view.window,
    scope: scopeText(view.scope),
    channel: view.channel,
    name: view.name,
    text: view.text,
    score: view.score === "csat" ? null : view.score,
    wall: view.wall ? "1" : null,
  });
}
