// The evidence itself: in a few words, then part by part.
import { useEffect, useMemo } from "react";
import type { CustomerView, Evidence } from "../../api/contract";
import { useStore } from "../../live/store";
import { Skeleton } from "../../ui/EmptyState";
import { Note } from "../../ui/parts";
import { ConditionTree } from "./ConditionTree";
import { EvidenceStore } from "./evidence";
import { Until } from "./Until";
import "./segments-card.css";

interface EvidenceOfProps {
  readonly view: CustomerView;
  /** A segment's key, or a stage. */
  readonly of: string;
  readonly at: string | null;
  readonly source: (id: string, of: string, at: string | null, signal: AbortSignal) => Promise<Evidence>;
}

export function EvidenceOf({ view, of, at, source }: EvidenceOfProps) {
  const store = useMemo(() => new EvidenceStore((signal) => source(view.id, of, at, signal), at === null), [view.id, of, at, source]);
  const { evidence, error } = useStore(store);
  // Whatever happens to her may change the answer.
  useEffect(() => {
    void store.load();
    return () => store.close();
  }, [store, view.version]);

  return (
    <div className="evidence">
      {error !== null && <Note tone="bad">{error}</Note>}
      {evidence === null ? (
        error === null && <Skeleton lines={3} />
      ) : (
        <>
          <Reason evidence={evidence} />
          <ConditionTree condition={evidence.root} />
        </>
      )}
    </div>
  );
}

const causes: Readonly<Record<NonNullable<Evidence["cause"]>, string>> = {
  event: "by what happened",
  time: "by time alone",
  rule: "because the rule was published",
  link: "because two ids were joined",
};

function Reason({ evidence: { member, cause, why, changes, version } }: { readonly evidence: Evidence }) {
  return (
    <p className="aside">
      {member ? `In it${cause === null ? "" : ` ${causes[cause]}`}` : "Not in it"}
      {why && `: ${why}`}. {changes !== null && <Until at={changes.at} what={changes.to === "leaves" ? "With no further event she leaves in" : "With no further event she joins in"} />}
      {changes !== null && ". "}
      <span className="faint">Rule version {version}</span>
    </p>
  );
}
