// Somebody else published while this one was being written: what they changed, and the two ways on.
import type { SegmentVersion } from "../../api/contract";
import { Button } from "../../ui/Button";
import { Ago } from "../../ui/time";
import { RuleDiff } from "../rule/RuleDiff";

interface ConflictProps {
  /** The version that was edited, and the one that is published now. */
  readonly base: SegmentVersion | null;
  readonly theirs: SegmentVersion;
  readonly onKeep: () => void;
  readonly onTheirs: () => void;
}

export function Conflict({ base, theirs, onKeep, onTheirs }: ConflictProps) {
  const same = base !== null && base.rule === theirs.rule;
  return (
    <section className="card conflict" aria-labelledby="conflict" tabIndex={-1}>
      <header>
        <h2 id="conflict">
          {theirs.publishedBy} published version {theirs.version} <Ago at={theirs.publishedAt} />
        </h2>
      </header>
      <div className="card-body">
        <p>
          You are writing on version {base?.version ?? 0}. {same ? "The rule itself is the same; the name or the description changed." : "This is what changed in the rule:"}
        </p>
        {!same && <RuleDiff before={base?.rule ?? ""} after={theirs.rule} />}
        <div className="conflict-ways">
          <Button onClick={onKeep}>Go on with mine, on top of version {theirs.version}</Button>
          <Button onClick={onTheirs}>Begin again from version {theirs.version}</Button>
        </div>
        <p className="aside">Nothing is lost either way: every version stays in the history.</p>
      </div>
    </section>
  );
}
