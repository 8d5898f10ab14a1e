// The stream of transitions as a page of its own: everything, or what a link asks for.
import { href, navigate } from "../router/router";
import { ScopeChip } from "../scopes/ScopeChip";
import { ScopePicker } from "../scopes/ScopePicker";
import type { Scope } from "../scopes/scope";
import { useTitle } from "../ui/useTitle";
import { TransitionList } from "./TransitionList";

export function TransitionsPage({ query }: { readonly query: URLSearchParams }) {
  useTitle("Transitions");
  const [segment, stage, customer] = ["segment", "stage", "customer"].map((each) => query.get(each) || null) as [string | null, string | null, string | null];
  const scope: Scope | null = segment !== null ? { kind: "segment", name: segment } : stage !== null ? { kind: "stage", name: stage } : null;
  const go = (part: { segment?: string | null; stage?: string | null; customer?: string | null }) =>
    navigate(href(["transitions"], { segment, stage, customer, ...part }), { replace: true });
  const choose = (chosen: Scope | null) => go({ segment: chosen?.kind === "segment" ? chosen.name : null, stage: chosen?.kind === "stage" ? chosen.name : null });

  return (
    <div className="page transitions-page">
      <div className="page-head">
        <h1>Transitions</h1>
        <span className="aside">Who joined, left or moved on, and why, as it happens</span>
      </div>
      <TransitionList
        whole
        title="Transitions"
        filter={{ segment, stage, customer }}
        onClear={() => go({ segment: null, stage: null, customer: null })}
        tools={
          <>
            {scope !== null && <ScopeChip scope={scope} onClear={() => choose(null)} />}
            <ScopePicker kinds={["segment", "stage"]} chosen={scope} onChoose={choose} label="Only" none="Everything" />
            {customer !== null && (
              <ScopeChip label="Customer" name={customer} onClear={() => go({ customer: null })} />
            )}
          </>
        }
      />
    </div>
  );
}
