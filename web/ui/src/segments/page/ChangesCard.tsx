// Who joined and who left, live, each with the reason. The list holds still while it is read.
import { useEffect, useMemo, useState } from "react";
import type { Transition } from "../../api/contract";
import { api } from "../../api/http";
import { count } from "../../format/format";
import { liveSegments } from "../../live/segments";
import { useStore } from "../../live/store";
import { Link, customerHref } from "../../router/router";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/EmptyState";
import { Note } from "../../ui/parts";
import { Ago } from "../../ui/time";
import { ChangesStore } from "./changes";

const pageSize = 50;

export function ChangesCard({ segmentKey }: { readonly segmentKey: string }) {
  const store = useMemo(
    () =>
      new ChangesStore(
        (before, signal) => api.transitions({ segment: segmentKey, before, limit: pageSize }, signal),
        (each) => each.kind !== "stage" && each.key === segmentKey,
      ),
    [segmentKey],
  );
  useEffect(() => {
    void store.open();
    const hear = () => store.accept(liveSegments.get().transitions);
    hear();
    const stop = liveSegments.subscribe(hear);
    return () => {
      stop();
      store.close();
    };
  }, [store]);
  const { items, next, loading, error } = useStore(store);
  const [held, setHeld] = useState<number | null>(null);
  const newest = items[0]?.id ?? 0;
  const shown = held === null ? items : items.filter((each) => each.id <= held);
  const waiting = items.length - shown.length;
  const hold = (on: boolean) => setHeld((now) => (on ? (now ?? newest) : null));

  return (
    <section
      className="card changes"
      aria-label="Who joined and left"
      onPointerEnter={(event) => event.pointerType !== "touch" && hold(true)}
      onPointerLeave={(event) => hold(event.currentTarget.contains(document.activeElement))}
      onFocus={() => hold(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && hold(event.currentTarget.matches(":hover"))}
    >
      <header>
        <h2>Who joined and left</h2>
        <Button small tone="plain" className="newer" hidden={waiting === 0} onClick={() => setHeld(newest)}>
          {count(waiting)} new
        </Button>
      </header>
      <div className="card-body">
        {error !== null && (
          <Note tone="bad">
            {error}{" "}
            <Button small onClick={() => void (next === undefined ? store.open() : store.older())}>
              Try again
            </Button>
          </Note>
        )}
        {next === undefined && error === null && <Skeleton lines={4} />}
        {next !== undefined && items.length === 0 && <p className="aside">Nobody has joined or left yet. The first one appears here at that moment.</p>}
        <ol className="changes-list">
          {shown.map((each) => (
            <Change key={each.id} change={each} />
          ))}
        </ol>
        {typeof next === "string" && (
          <Button small busy={loading} onClick={() => void store.older()}>
            Show earlier ones
          </Button>
        )}
      </div>
    </section>
  );
}

const causes: Readonly<Record<Transition["cause"], string>> = {
  event: "",
  time: "by time alone",
  rule: "because the rule was published",
  link: "because two ids were joined",
};

function Change({ change }: { readonly change: Transition }) {
  const { customerId, displayName, kind, at, cause, why } = change;
  return (
    <li>
      <span className={kind === "joined" ? "flow-in" : "flow-out"} aria-hidden="true">
        {kind === "joined" ? "+" : "−"}
      </span>
      <div>
        <span>
          <Link href={customerHref(customerId)}>{displayName || customerId}</Link> {kind} <span className="aside">{causes[cause]}</span>
        </span>
        {why && <span className="aside change-why">{why}</span>}
      </div>
      <span className="aside change-at">
        <Ago at={at} />
      </span>
    </li>
  );
}
