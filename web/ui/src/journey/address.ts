// What the journey page shows, as its address says it.
import { journeyWindows, type JourneyWindow } from "../api/contract";
import { href } from "../router/router";

export interface View {
  readonly window: JourneyWindow;
  readonly stage: string | null;
}

export const defaultWindow: JourneyWindow = "24h";

export function parseView(query: URLSearchParams): View {
  const asked = query.get("window");
  return { window: journeyWindows.find((key) => key === asked) ?? defaultWindow, stage: query.get("stage") || null };
}

export function viewHref({ window, stage }: View): string {
  return href(["journey"], { window: window === defaultWindow ? null : window, stage });
}

export const windowNames: Readonly<Record<JourneyWindow, string>> = { "1h": "Last hour", "24h": "Last 24 hours", "30d": "Last 30 days" };
