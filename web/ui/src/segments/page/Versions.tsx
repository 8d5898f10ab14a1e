// Every version there was, the newest first, each with what it changed.
import { useState } from "react";
import type { SegmentDetail, SegmentVersion } from "../../api/contract";
import { navigate } from "../../router/router";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/parts";
import { Ago } from "../../ui/time";
import { editHref } from "../address";
import { RuleDiff } from "../rule/RuleDiff";
import { RuleView } from "../rule/RuleView";

const shown = 10;

interface VersionsProps {
  readonly segment: SegmentDetail;
  /** Puts a version's rule into the studio; absent: there is nobody who may. */
  readonly onRestore?: ((version: SegmentVersion) => void) | undefined;
}

export function Versions({ segment, onRestore }: VersionsProps) {
  const [all, setAll] = useState(false);
  const newestFirst = [...segment.versions].sort((a, b) => b.version - a.version);
  return (
    <Card title="Versions" aside={`${newestFirst.length}`} className="versions">
      <ol>
        {newestFirst.slice(0, all ? undefined : shown).map((version, index) => (
          <Version key={version.version} version={version} before={newestFirst[index + 1] ?? null} current={index === 0 && !version.deleted} onRestore={onRestore} />
        ))}
      </ol>
      {!all && newestFirst.length > shown && (
        <Button small onClick={() => setAll(true)}>
          Show {newestFirst.length - shown} earlier
        </Button>
      )}
    </Card>
  );
}

interface VersionProps {
  readonly version: SegmentVersion;
  readonly before: SegmentVersion | null;
  readonly current: boolean;
  readonly onRestore: ((version: SegmentVersion) => void) | undefined;
}

function Version({ version, before, current, onRestore }: VersionProps) {
  return (
    <li className="version">
      <div className="version-head">
        <b>Version {version.version}</b>
        {current && <Badge tone="accent">published</Badge>}
        {version.deleted && <Badge tone="warn">deleted</Badge>}
        <span className="aside">
          {version.publishedBy}, <Ago at={version.publishedAt} />
        </span>
        {onRestore && !current && !version.deleted && (
          <Button small onClick={() => onRestore(version)} aria-label={`Restore version ${version.version}`}>
            Restore
          </Button>
        )}
      </div>
      {version.deleted ? (
        <p className="aside">The segment was deleted: everybody left it.</p>
      ) : before === null || before.deleted ? (
        <RuleView rule={version.rule} />
      ) : before.rule === version.rule ? (
        <p className="aside">{what(before, version)}</p>
      ) : (
        <RuleDiff before={before.rule} after={version.rule} />
      )}
    </li>
  );
}

function what(before: SegmentVersion, after: SegmentVersion): string {
  const changed = [before.name === after.name ? "" : `name, before “${before.name}”`, (before.description ?? "") === (after.description ?? "") ? "" : "description"].filter((each) => each !== "");
  return changed.length === 0 ? "Published again without a change." : `Same rule; another ${changed.join(" and ")}.`;
}

/** Into the studio, where it is previewed before it is published. */
export const restoreInStudio = (key: string) => (version: SegmentVersion) => navigate(editHref(key, version.version));
