// Who is in it, as of when it was asked. The list does not move by itself: what changed since is one press away.
import { useCallback, useEffect, useState } from "react";
import type { CustomerRow } from "../../api/contract";
import { api } from "../../api/http";
import { money, plural, timeOfDay } from "../../format/format";
import type { LiveSegments } from "../../live/segments";
import { Link, customerHref } from "../../router/router";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/EmptyState";
import { Note, Stage } from "../../ui/parts";
import { Ago } from "../../ui/time";

const pageSize = 25;

interface MembersProps {
  readonly segmentKey: string;
  readonly live: LiveSegments;
}

interface Found {
  readonly items: readonly CustomerRow[];
  readonly next: string | null;
  readonly at: number;
}

export function Members({ segmentKey, live }: MembersProps) {
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const load = useCallback(
    async (cursor: string | null, signal?: AbortSignal) => {
      setBusy(true);
      try {
        const page = await api.customers({ query: "", segment: segmentKey, cursor, limit: pageSize }, signal);
        if (signal?.aborted) return;
        setFound((before) => {
          const known = cursor === null ? [] : (before?.items ?? []);
          const ids = new Set(known.map((row) => row.id));
          return { items: [...known, ...page.items.filter((row) => !ids.has(row.id))], next: page.next, at: cursor === null ? Date.now() : (before?.at ?? Date.now()) };
        });
        setError(null);
      } catch (problem) {
        if (!signal?.aborted) setError(problem instanceof Error ? problem.message : String(problem));
      } finally {
        if (!signal?.aborted) setBusy(false);
      }
    },
    [segmentKey],
  );

  useEffect(() => {
    const abort = new AbortController();
    void load(null, abort.signal);
    return () => abort.abort();
  }, [load]);

  // Since the answer came: by transitions of this segment, and where those could not all be carried by its size.
  const size = live.sizes[segmentKey]?.size;
  const newest = live.transitions.find((each) => each.kind !== "stage" && each.key === segmentKey)?.id;
  const [seen, setSeen] = useState<{ readonly at: number; readonly size: number | undefined; readonly newest: number | undefined } | null>(null);
  if (found !== null && live.at !== null && seen?.at !== found.at) setSeen({ at: found.at, size, newest });
  const changed = found !== null && seen?.at === found.at && (seen.size !== size || seen.newest !== newest);
  return (
    <section className="card members" aria-label="Members">
      <header>
        <h2>Members</h2>
        <span className="members-age aside">
          {found !== null && `as of ${timeOfDay(found.at)}`}
          <Button small icon="refresh" busy={busy} className={changed ? "members-changed" : ""} onClick={() => void load(null)}>
            {changed ? "Changed since: refresh" : "Refresh"}
          </Button>
        </span>
      </header>
      {error !== null && <Note tone="bad">{error}</Note>}
      {found === null && error === null && (
        <div className="card-body">
          <Skeleton lines={5} />
        </div>
      )}
      {found !== null && found.items.length === 0 && <p className="card-body aside">Nobody is in it now. Whoever it fits joins by the event that makes it true, or when time does.</p>}
      {found !== null && found.items.length > 0 && (
        <ul className="members-list">
          {found.items.map((row) => (
            <li key={row.id}>
              <Link href={customerHref(row.id)}>{row.displayName || row.email || row.id}</Link>
              <Stage name={row.stage} />
              <span className="aside num">{row.orders === 0 ? "no orders" : `${money(row.net, row.currency)}, ${plural(row.orders, "order", "orders")}`}</span>
              <span className="aside num members-seen">{row.lastSeen !== null && <Ago at={row.lastSeen} />}</span>
            </li>
          ))}
        </ul>
      )}
      {found !== null && found.next !== null && (
        <div className="card-body members-more">
          <Button small busy={busy} onClick={() => void load(found.next)}>
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}
