// The customers that were opened last, per user of this browser. Only ids are kept: who they are is asked again.
import type { CustomerRow, CustomerView } from "../../api/contract";
import { Store } from "../../live/store";

export const mostRecent = 8;

export interface Keeper {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const keyOf = (user: string) => `customergrains.opened.${user}`;

export class RecentCustomers extends Store<readonly string[]> {
  readonly #keeper: Keeper | null;
  #user: string | null = null;

  constructor(keeper: Keeper | null) {
    super([]);
    this.#keeper = keeper;
  }

  /** Whose list it is. */
  of(user: string): void {
    if (user === this.#user) return;
    this.#user = user;
    this.set(this.#read());
  }

  opened(id: string): void {
    // Another tab may have opened somebody meanwhile.
    const others = this.#read().filter((each) => each !== id);
    const ids = [id, ...others].slice(0, mostRecent);
    this.set(ids);
    try {
      if (this.#user !== null) this.#keeper?.setItem(keyOf(this.#user), JSON.stringify(ids));
    } catch {
      // No room or not allowed: the list lives as long as the page.
    }
  }

  #read(): readonly string[] {
    if (this.#user === null || this.#keeper === null) return this.get();
    try {
      const kept: unknown = JSON.parse(this.#keeper.getItem(keyOf(this.#user)) ?? "[]");
      return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, mostRecent) : [];
    } catch {
      return this.get();
    }
  }
}

/** A customer's row, from her whole view. */
export function rowOfView(view: CustomerView): CustomerRow {
  const text = (key: string) => (typeof view.traits[key] === "string" ? view.traits[key] : null);
  const { value } = view;
  const only = Object.entries(value.byCurrency);
  // As in the server's lists: the only currency she buys in, where it has no rate.
  const [currency, net] = value.unconverted > 0 && only.length === 1 && only[0] ? [only[0][0], only[0][1].net] : [value.currency, value.net];
  return {
    id: view.id,
    displayName: view.displayName,
    email: text("email"),
    phone: text("phone"),
    known: view.known,
    stage: view.journey.stage ?? "",
    firstSeen: view.firstSeen,
    lastSeen: view.lastSeen,
    orders: value.orders,
    net,
    currency,
  };
}
