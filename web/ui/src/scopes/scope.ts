// A part of everything: one segment's customers, one stage's, or what came by one channel. Written "segment/vip" in
// addresses and on the hub, and as a parameter of its own in questions to the API.

export const scopeKinds = ["segment", "stage", "channel"] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export interface Scope {
  readonly kind: ScopeKind;
  /** A segment's key, a stage's name, a channel. */
  readonly name: string;
}

export const kindNames: Readonly<Record<ScopeKind, string>> = { segment: "Segment", stage: "Stage", channel: "Channel" };

/** What is no scope counts as none: an address may be older than the page. */
export function parseScope(text: string | null | undefined): Scope | null {
  const cut = text?.indexOf("/") ?? -1;
  if (!text || cut < 0) return null;
  const kind = scopeKinds.find((each) => each === text.slice(0, cut));
  const name = text.slice(cut + 1);
  if (kind === undefined || name === "") return null;
  return { kind, name: kind === "channel" ? name.toLowerCase() : name };
}

export function scopeText(scope: Scope | null): string | null {
  return scope === null ? null : `${scope.kind}/${scope.name}`;
}

export function scopeQuery(scope: Scope | null): Readonly<Record<string, string>> {
  return scope === null ? {} : { [scope.kind]: scope.name };
}

export function sameScope(a: Scope | null, b: Scope | null): boolean {
  return scopeText(a) === scopeText(b);
}
