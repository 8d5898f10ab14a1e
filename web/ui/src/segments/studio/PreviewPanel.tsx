// Whom the rule finds, as it is written: how many, who for example and why, and against the published version who would come
// and go.
import type { SampleCustomer } from "../../api/contract";
import { count, milliseconds, percent, plural } from "../../format/format";
import { customerHref } from "../../router/router";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/EmptyState";
import { Icon } from "../../ui/icons";
import { Note } from "../../ui/parts";
import { shareOf } from "../list/arrange";
import { isCurrent, isUnderWay, type Draft } from "./draft";

interface PreviewPanelProps {
  readonly draft: Draft;
  /** The version that is published; null for a new segment. */
  readonly against: number | null;
  readonly onStop: () => void;
  readonly onAgain: () => void;
}

export function PreviewPanel({ draft, against, onStop, onAgain }: PreviewPanelProps) {
  const { preview, previewing, previewError } = draft;
  const old = preview !== null && !isCurrent(draft);
  return (
    <section className="card preview" aria-label="Preview">
      <header>
        <h2>Preview</h2>
        <span className="preview-state aside">
          {previewing === "running" && "Looking at everybody …"}
          {previewing === "stopped" && "Stopped"}
          {previewing === "running" && (
            <Button small onClick={onStop}>
              Stop
            </Button>
          )}
          {(previewing === "stopped" || previewing === "failed" || previewing === "done") && (
            <Button small icon="refresh" onClick={onAgain}>
              Again
            </Button>
          )}
        </span>
      </header>
      <div className="card-body">
        {previewError !== null && previewing === "failed" && <Note tone="bad">The preview failed: {previewError}</Note>}
        {preview === null ? (
          <Waiting draft={draft} />
        ) : (
          <div className={old ? "preview-found old" : "preview-found"}>
            <p className="preview-count">
              <span className="figure">
                {preview.exact ? "" : "≈ "}
                {count(preview.matches)}
              </span>{" "}
              <span className="aside">
                {preview.matches === 1 ? "customer" : "customers"}, {percent(shareOf(preview.matches, preview.population))} of {count(preview.population)}
              </span>
            </p>
            <p className="aside preview-how">
              {preview.exact
                ? `Exact: all ${count(preview.scanned)} looked at in ${milliseconds(preview.milliseconds)}`
                : `Estimated from ${count(preview.scanned)} of ${plural(preview.population, "customer", "customers")} looked at in ${milliseconds(preview.milliseconds)}; publishing looks at everybody`}
              {old && (isUnderWay(previewing) ? "; the rule has changed, looking again" : "; of an earlier text of the rule")}
            </p>
            {against !== null && preview.joins != null && preview.leaves != null && (
              <div className="what-if">
                <h3>Against version {against}</h3>
                <WhatIf kind="joins" number={preview.joins} exact={preview.exact} sample={preview.joinSample ?? []} />
                <WhatIf kind="leaves" number={preview.leaves} exact={preview.exact} sample={preview.leaveSample ?? []} />
              </div>
            )}
            {preview.sample.length > 0 && (
              <>
                <h3>For example</h3>
                <Sample customers={preview.sample} />
              </>
            )}
            {preview.matches === 0 && preview.exact && <p className="aside">Nobody fits now. Whoever does later joins at that moment.</p>}
          </div>
        )}
      </div>
      <span className="visually-hidden" role="status">
        {preview !== null && !old && previewing === "done" && `${preview.exact ? "" : "About "}${plural(preview.matches, "customer fits", "customers fit")}`}
      </span>
    </section>
  );
}

function Waiting({ draft }: { readonly draft: Draft }) {
  const { check, previewing } = draft;
  if (check.status === "empty") return <p className="aside">Write a rule: whom it finds is shown here as you type.</p>;
  if (check.status === "wrong") return <p className="aside">As soon as the rule is right, whom it finds is shown here.</p>;
  if (check.status === "failed" || previewing === "failed") return null;
  if (previewing === "stopped") return <p className="aside">You stopped it before it was through.</p>;
  return <Skeleton lines={4} />;
}

function WhatIf({ kind, number, exact, sample }: { readonly kind: "joins" | "leaves"; readonly number: number; readonly exact: boolean; readonly sample: readonly SampleCustomer[] }) {
  const join = kind === "joins";
  const words = number === 0 ? (join ? "Nobody would join" : "Nobody would leave") : `${exact ? "" : "≈ "}${count(number)} would ${join ? "join" : "leave"}`;
  return (
    <details className={`what-if-${kind}`}>
      <summary>
        <Icon name="chevron" />
        <span className={number === 0 ? "flow-none" : join ? "flow-in" : "flow-out"} aria-hidden="true">
          {join ? "+" : "−"}
        </span>{" "}
        {words}
      </summary>
      {sample.length === 0 ? <p className="aside">{number === 0 ? "The rule finds the same people here." : "No examples."}</p> : <Sample customers={sample} />}
    </details>
  );
}

/** In a tab of their own: what is being written stays. */
function Sample({ customers }: { readonly customers: readonly SampleCustomer[] }) {
  return (
    <ul className="sample">
      {customers.map(({ id, displayName, why }) => (
        <li key={id}>
          <a href={customerHref(id)} target="_blank" rel="noreferrer">
            {displayName || id}
            <span className="visually-hidden"> (opens in a new tab)</span>
          </a>
          <span className="aside">{why}</span>
        </li>
      ))}
    </ul>
  );
}
