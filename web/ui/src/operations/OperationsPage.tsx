// How the server is, at a glance and live: what is behind and what to do about it, then every queue and stage in the order in
// which an event goes through them, each with its last quarter of an hour.
import { useEffect, useMemo } from "react";
import type { Operations } from "../api/contract";
import { api } from "../api/http";
import { ago, hourAndMinute } from "../format/format";
import { useStore } from "../live/store";
import { href, Link } from "../router/router";
import { Loading } from "../ui/EmptyState";
import { Note } from "../ui/parts";
import { useNow } from "../ui/useNow";
import { useTitle } from "../ui/useTitle";
import { Health } from "./Health";
import { InstrumentTable } from "./InstrumentTable";
import { ProcessLine } from "./ProcessLine";
import { ProcessList } from "./ProcessList";
import { Stages } from "./Stages";
import { OperationsStore } from "./store";
import "./operations.css";

/** `process` in the address: another one than the one that answers. */
export function OperationsPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Operations");
  const process = query.get("process") || null;
  const store = useMemo(() => new OperationsStore(api, process), [process]);
  const { shown, arrivedAt, error } = useStore(store);
  useEffect(() => store.open(), [store]);

  return (
    <div className="page operations-page">
      <div className="page-head">
        <h1>Operations</h1>
        {shown !== null && <Age shown={shown} arrivedAt={arrivedAt} />}
      </div>
      {error !== null && (
        <Note tone="warn">
          {error} {shown === null && process !== null && <Link href={href(["operations"])}>See the process that answers instead.</Link>} {shown !== null && `What is shown is of ${hourAndMinute(arrivedAt)}.`} Trying again every few seconds.
        </Note>
      )}
      {shown !== null && shown.others.length > 0 && <ProcessList shown={shown} />}
      {shown === null ? (
        error === null && (
          <section className="card operations-wait">
            <Loading what="Loading what the server measures" lines={8} />
          </section>
        )
      ) : (
        <div className={error === null ? "operations" : "operations stale"}>
          <Health shown={shown} />
          <ProcessLine shown={shown} />
          <Stages shown={shown} />
          <InstrumentTable shown={shown} />
        </div>
      )}
    </div>
  );
}

function Age({ shown, arrivedAt }: { readonly shown: Operations; readonly arrivedAt: number }) {
  const now = useNow();
  const last = shown.times.at(-1);
  // How old the last step was when it arrived, by the server's clock, and how long it has been here, by ours.
  const old = last === undefined ? 0 : Math.max(0, Date.parse(shown.asOf) - Date.parse(last));
  return (
    <span className="aside">
      {last === undefined ? "Measuring since a moment ago" : `Measured ${ago(0, old + Math.max(0, now - arrivedAt))}, every ${shown.step} s; lines are of the last quarter of an hour`}
    </span>
  );
}
