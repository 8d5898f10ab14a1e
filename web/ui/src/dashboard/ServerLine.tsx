// How fast it comes in, how soon it is here, and what the server is doing about it.
import type { ReactNode } from "react";
import { count, milliseconds, nothing, rate } from "../format/format";
import type { DashboardFrame } from "../live/contract";
import { Tooltip } from "../ui/Tooltip";
import { doing } from "./server";

export function ServerLine({ frame }: { readonly frame: DashboardFrame | null }) {
  const state = frame && doing(frame.server, frame.behind);
  const server = frame?.server;
  const lag = frame?.lag;
  return (
    <section className={`server-line ${state?.tone ?? ""}`} aria-label="Server">
      <dl>
        <Figure label="Coming in" hint="Events over the last 10 seconds" value={frame ? rate(frame.rate) : nothing} unit="/s" />
        <Figure label="Received to pushed" hint="From received by this server to pushed to browsers, over the last 60 seconds: half of them, and 99 of 100, took no longer" value={<Pair lower={lag?.p50} upper={lag?.p99} />} />
        <Figure label="Commit" hint="One transaction of the journal, over the last 60 seconds: half of them, and 99 of 100, took no longer" value={<Pair lower={server?.commitMs?.p50} upper={server?.commitMs?.p99} />} />
        <Figure label="Waiting" hint="Commits that wait for the journal" value={count(server?.queued ?? frame?.behind)} />
      </dl>
      <p role="status" title={state?.sentence}>
        <span className="dot" aria-hidden="true" />
        {state === null ? "Waiting for the first frame" : state.tone === "good" ? state.short : `${state.short}. ${state.sentence}`}
      </p>
    </section>
  );
}

function Pair({ lower, upper }: { readonly lower: number | null | undefined; readonly upper: number | null | undefined }) {
  return (
    <>
      <small>p50</small> <span className="ms">{milliseconds(lower)}</span> <small>p99</small> <span className="ms">{milliseconds(upper)}</span>
    </>
  );
}

function Figure({ label, hint, value, unit }: { readonly label: string; readonly hint: string; readonly value: ReactNode; readonly unit?: string }) {
  return (
    <div>
      <dt>
        <Tooltip text={hint} focusable className="explained">
          {label}
        </Tooltip>
      </dt>
      <dd>
        {value}
        {unit && <small>{unit}</small>}
      </dd>
    </div>
  );
}
