// What was written and not published is there again when its page is: for as long as the tab is open.

export interface Kept {
  readonly text: string;
  /** The version that it began from; 0 for a new segment. */
  readonly version: number;
}

type Keeper = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const nameOf = (key: string | null) => `rule of ${key ?? "a new segment"}`;

export function keep(keeper: Keeper | null, key: string | null, kept: Kept): void {
  try {
    keeper?.setItem(nameOf(key), JSON.stringify(kept));
  } catch {
    // Without storage, or with a full one, there is nothing to come back to.
  }
}

export function forget(keeper: Keeper | null, key: string | null): void {
  try {
    keeper?.removeItem(nameOf(key));
  } catch {
    // See above.
  }
}

export function kept(keeper: Keeper | null, key: string | null): Kept | null {
  try {
    const value: unknown = JSON.parse(keeper?.getItem(nameOf(key)) ?? "null");
    if (typeof value !== "object" || value === null || !("text" in value) || !("version" in value)) return null;
    return typeof value.text === "string" && typeof value.version === "number" ? { text: value.text, version: value.version } : null;
  } catch {
    return null;
  }
}

export function tabStorage(): Keeper | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
