import { useState } from "react";
import type { CustomerView, StageEntry, TouchpointRow } from "../../api/contract";
import { api } from "../../api/http";
import { duration } from "../../format/format";
import { Button } from "../../ui/Button";
import { Card, Stage, When } from "../../ui/parts";
import { Ago } from "../asOf";
import { EvidenceOf } from "../segments/EvidenceOf";
import { title } from "../../ui/touchpoint";

const shown = 6;

/** The last touch, and the stages she went through, newest first: decided at the time, never decided again. */
export function JourneyCard({ view, at }: { readonly view: CustomerView; readonly at: string | null }) {
  const { journey } = view;
  const last: TouchpointRow | undefined = view.recent[0];
  const [open, setOpen] = useState(false);
  // Stages of the same instant stay in the order in which she came through them.
  const history = [...journey.history].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).reverse();
  return (
    <Card
      title="Journey"
      aside={
        journey.since !== null && (
          <>
            {journey.stage} since <Ago at={journey.since} />
          </>
        )
      }
    >
      {last && (
        <p className="last-touch">
          Last touch: <b>{title(last)}</b> over {last.channel}, <Ago at={last.occurredAt} />
        </p>
      )}
      {history.length === 0 ? (
        <Stage name={journey.stage} />
      ) : (
        <ol className="path">
          {history.slice(0, shown).map((entry, i) => (
            <li key={`${entry.at} ${entry.stage}`}>
              <Stage name={entry.stage} />
              <span className="aside" title={entry.because === null ? undefined : `Because of ${entry.because}`}>
                <When at={entry.at} />
                {lasted(entry, history[i - 1])}
              </span>
            </li>
          ))}
          {history.length > shown && <li className="aside">and {history.length - shown} earlier</li>}
        </ol>
      )}
      {journey.stage !== null && (
        <div className="why-stage">
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            Why {journey.stage}?
          </Button>
          {open && <EvidenceOf view={view} of={journey.stage} at={at} source={api.stageEvidence} />}
        </div>
      )}
    </Card>
  );
}

/** How long she stayed, for a stage that is over. */
function lasted(entry: StageEntry, next: StageEntry | undefined): string {
  if (!next) return "";
  return `, for ${duration((Date.parse(next.at) - Date.parse(entry.at)) / 1000)}`;
}
