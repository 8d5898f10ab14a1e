// A router of our own: four routes, ids that may hold any character, and state in the query string.
import { useMemo, useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";

export interface Place {
  /** The decoded segments of the path; "/" has none. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("popstate", notify);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("popstate", notify);
  };
}

function notify(): void {
  for (const listener of [...listeners]) listener();
}

export function parsePlace(href: string): Place {
  const cut = href.indexOf("?");
  const path = cut < 0 ? href : href.slice(0, cut);
  const segments = path.split("/").filter((part) => part !== "").map(decode);
  return { segments, query: new URLSearchParams(cut < 0 ? "" : href.slice(cut + 1)) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function currentHref(): string {
  return window.location.pathname + window.location.search;
}

export function navigate(href: string, how: { readonly replace?: boolean } = {}): void {
  if (href === currentHref()) return;
  if (how.replace) {
    window.history.replaceState(null, "", href);
  } else {
    window.history.pushState(null, "", href);
    window.scrollTo(0, 0);
  }
  notify();
}

export function usePlace(): Place {
  const href = useSyncExternalStore(subscribe, currentHref);
  return useMemo(() => parsePlace(href), [href]);
}

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string;
  readonly replace?: boolean;
}

export function Link({ href, replace = false, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    navigate(href, { replace });
  };
  return <a href={href} onClick={follow} {...rest} />;
}

/** A link within the app: the path's parts are encoded, empty query values are left out. */
export function href(parts: readonly string[], query: Readonly<Record<string, string | null | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const text = search.toString();
  return `/${parts.map(encodeURIComponent).join("/")}${text === "" ? "" : `?${text}`}`;
}

export const customerHref = (id: string, at?: string | null) => href(["customers", id], { at });
