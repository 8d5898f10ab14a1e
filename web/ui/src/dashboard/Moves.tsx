// Segments and stages on the dashboard: who joined, left or moved on, of what the dashboard shows.
import { href, Link } from "../router/router";
import type { Scope } from "../scopes/scope";
import { TransitionList } from "../transitions/TransitionList";
import { Icon } from "../ui/icons";

/** Who joined, left or moved on; of a channel nobody does, so there it is everybody. */
export function Moves({ scope }: { readonly scope: Scope | null }) {
  const [segment, stage] = [scope?.kind === "segment" ? scope.name : null, scope?.kind === "stage" ? scope.name : null];
  return (
    <TransitionList
      title="Segments and stages"
      filter={{ segment, stage, customer: null }}
      tools={
        <Link href={href(["transitions"], { segment, stage })} className="icon-button" aria-label="All transitions" title="All transitions">
          <Icon name="expand" />
        </Link>
      }
    />
  );
}
