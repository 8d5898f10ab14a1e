// The segments she is in, why, and until when if she does nothing; and on demand the evidence, also for those she is not in.
import { useEffect, useMemo, useState } from "react";
import type { CustomerView, Evidence, Membership } from "../../api/contract";
import { api } from "../../api/http";
import { useStore } from "../../live/store";
import { Link } from "../../router/router";
import { segmentHref } from "../../segments/address";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/EmptyState";
import { SelectField } from "../../ui/Field";
import { Card, Note } from "../../ui/parts";
import { Ago } from "../asOf";
import { ConditionTree } from "./ConditionTree";
import { EvidenceStore } from "./evidence";
import { Until } from "./Until";
import "./segments-card.css";

interface SegmentsCardProps {
  readonly view: CustomerView;
  readonly at: string | null;
}

export function SegmentsCard({ view, at }: SegmentsCardProps) {
  const memberships = view.segments ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const others = useOthers(memberships);
  const [other, setOther] = useState("");

  return (
    <Card title="Segments" aside={memberships.length === 0 ? undefined : String(memberships.length)} className="segments-card">
      {memberships.length === 0 ? (
        <p className="aside">{at === null ? "In none now." : "In none then."}</p>
      ) : (
        <ul className="memberships">
          {memberships.map((membership) => (
            <li key={membership.key}>
              <MembershipHead membership={membership} past={at !== null} open={open === membership.key} onToggle={() => setOpen((now) => (now === membership.key ? null : membership.key))} />
              {open === membership.key && <EvidenceOf view={view} segmentKey={membership.key} at={at} />}
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <div className="why-not">
          <SelectField
            label="Why not in"
            options={[{ value: "", label: "choose a segment" }, ...others.map(({ key, name }) => ({ value: key, label: name }))]}
            value={others.some(({ key }) => key === other) ? other : ""}
            onChange={(event) => setOther(event.target.value)}
          />
          {others.some(({ key }) => key === other) && <EvidenceOf view={view} segmentKey={other} at={at} />}
        </div>
      )}
    </Card>
  );
}

interface HeadProps {
  readonly membership: Membership;
  readonly past: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function MembershipHead({ membership: { key, name, since, until }, past, open, onToggle }: HeadProps) {
  return (
    <div className="membership">
      <div>
        <Link href={segmentHref(key)}>{name}</Link>
        <span className="aside">
          since <Ago at={since} />
          {until !== null && (
            <>
              {" · "}
              <span className="membership-until">
                <Until at={until} what={past ? "would leave in" : "leaves in"} /> unless she acts
              </span>
            </>
          )}
        </span>
      </div>
      <Button small aria-expanded={open} aria-label={`Why in ${name}?`} onClick={onToggle}>
        Why?
      </Button>
    </div>
  );
}

function EvidenceOf({ view, segmentKey, at }: { readonly view: CustomerView; readonly segmentKey: string; readonly at: string | null }) {
  const store = useMemo(() => new EvidenceStore((signal) => api.evidence(view.id, segmentKey, at, signal), at === null), [view.id, segmentKey, at]);
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
      {member ? `Joined ${cause === null ? "" : causes[cause]}` : "Not in it"}
      {why && `: ${why}`}. {changes !== null && <Until at={changes.at} what={changes.to === "leaves" ? "With no further event she leaves in" : "With no further event she joins in"} />}
      {changes !== null && ". "}
      <span className="faint">Rule version {version}</span>
    </p>
  );
}

/** Every other segment; asked for once, without it there is just nothing to choose from. */
function useOthers(memberships: readonly Membership[]): readonly { readonly key: string; readonly name: string }[] {
  const [all, setAll] = useState<readonly { readonly key: string; readonly name: string }[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    api.segments(abort.signal).then(
      ({ items }) => setAll(items),
      () => undefined,
    );
    return () => abort.abort();
  }, []);
  const mine = new Set(memberships.map(({ key }) => key));
  return all.filter(({ key }) => !mine.has(key));
}
