// The segments she is in, why, and until when if she does nothing; and on demand the evidence, also for those she is not in.
import { useEffect, useState } from "react";
import type { CustomerView, Membership } from "../../api/contract";
import { api } from "../../api/http";
import { Link } from "../../router/router";
import { segmentHref } from "../../segments/address";
import { Button } from "../../ui/Button";
import { SelectField } from "../../ui/Field";
import { Card } from "../../ui/parts";
import { Ago } from "../asOf";
import { EvidenceOf } from "./EvidenceOf";
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
              {open === membership.key && <EvidenceOf view={view} of={membership.key} at={at} source={api.evidence} />}
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
          {others.some(({ key }) => key === other) && <EvidenceOf view={view} of={other} at={at} source={api.evidence} />}
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
                <Until at={until} what={past ? "would leave in" : "leaves in"} /> if nothing happens
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
