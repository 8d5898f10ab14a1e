// One customer: who she is, what she is worth, how she feels, what she does right now, and everything before.
import { useState } from "react";
import { live } from "../live/hub";
import { useStore } from "../live/store";
import { Link } from "../router/router";
import { Note } from "../ui/parts";
import { useTitle } from "../ui/useTitle";
import { Identity } from "./Identity";
import { Profile } from "./Profile";
import { Strip } from "./Strip";
import { Timeline } from "./Timeline";
import { TimeTravel } from "./TimeTravel";
import { useCustomer } from "./useCustomer";
import "./customer.css";

export function CustomerPage({ id, at }: { readonly id: string; readonly at: string | null }) {
  const [state, store] = useCustomer(id, at);
  const connection = useStore(live.connection);
  const [side, setSide] = useState<"profile" | "timeline">("profile");
  const { view } = state;
  useTitle(view?.displayName ?? id);
  const stale = view !== null && at === null && connection.status !== "live";

  return (
    <div className="page customer">
      <div className="page-head">
        <Link href="/customers" className="back">
          ← Customers
        </Link>
        <TimeTravel key={at ?? "live"} id={id} at={at} />
      </div>
      {state.error !== null && <Note tone="bad">{state.error}</Note>}
      {view === null && state.missing && <Missing id={id} at={at} />}
      {view === null && !state.missing && <Plain id={id}>{state.error === null ? "Loading." : "Could not be loaded."}</Plain>}
      {view !== null && (
        <div className={stale ? "stale" : undefined}>
          <Identity view={view} opened={id} live={at === null && !stale} arrivedAt={state.arrivedAt} />
          <Strip view={view} />
          <div className="sides" role="group" aria-label="Show">
            {(["profile", "timeline"] as const).map((each) => (
              <button key={each} aria-pressed={side === each} onClick={() => setSide(each)}>
                {each === "profile" ? "Profile" : "Timeline"}
              </button>
            ))}
          </div>
          <div className="columns" data-side={side}>
            <Timeline id={view.id} state={state} store={store} />
            <Profile view={view} />
          </div>
        </div>
      )}
    </div>
  );
}

function Missing({ id, at }: { readonly id: string; readonly at: string | null }) {
  return (
    <Plain id={id}>
      {at === null
        ? "Nothing is known about this id yet. This page comes alive with the first touchpoint that carries it."
        : "Nothing was known about this id at that moment."}
    </Plain>
  );
}

function Plain({ id, children }: { readonly id: string; readonly children: string }) {
  return (
    <div className="plain-head">
      <h1>{id}</h1>
      <p className="aside">{children}</p>
    </div>
  );
}
