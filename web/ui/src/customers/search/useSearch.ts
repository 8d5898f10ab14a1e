// One search: its store, what stands under the field, and who was opened before.
import { useEffect, useMemo, useState } from "react";
import type { CustomerRow } from "../../api/contract";
import { api, ApiError } from "../../api/http";
import { useStore } from "../../live/store";
import { parseScope, scopeQuery, scopeText, type Scope } from "../../scopes/scope";
import { session } from "../../session/session";
import { RecentCustomers, rowOfView, type Keeper } from "./recent";
import { SearchStore } from "./store";

function keeper(): Keeper | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export const recentCustomers = new RecentCustomers(typeof window === "undefined" ? null : keeper());

/** `scope`: only those who are in a segment or a stage. */
export function useSearchStore(text: string, limit: number, scope: Scope | null = null): SearchStore {
  const within = scopeText(scope);
  // The text is where it begins; from then on the field is its own.
  const store = useMemo(() => {
    const filter = scopeQuery(parseScope(within));
    return new SearchStore((query, cursor, signal) => api.customers({ query, cursor, limit, ...filter }, signal), text);
  }, [limit, within]);
  useEffect(() => () => store.close(), [store]);
  return store;
}

/** Who was opened last, as they are now; asked for when `wanted`. */
export function useRecent(wanted: boolean): readonly CustomerRow[] {
  const user = useStore(session);
  const name = user.status === "in" ? user.session.user : null;
  if (name !== null) recentCustomers.of(name);
  const ids = useStore(recentCustomers);
  const [rows, setRows] = useState<readonly CustomerRow[]>([]);

  useEffect(() => {
    if (!wanted) return undefined;
    const abort = new AbortController();
    void Promise.all(ids.map((id) => find(id, abort.signal))).then((found) => {
      if (abort.signal.aborted) return;
      const seen = new Set<string>();
      // Two ids may have become one customer since.
      setRows(found.filter((row) => row !== null && !seen.has(row.id) && seen.add(row.id)) as CustomerRow[]);
    });
    return () => abort.abort();
  }, [wanted, ids]);
  return rows;
}

async function find(id: string, signal: AbortSignal): Promise<CustomerRow | null> {
  try {
    return rowOfView(await api.customer(id, null, signal));
  } catch (error) {
    if (error instanceof ApiError || signal.aborted) return null;
    throw error;
  }
}
