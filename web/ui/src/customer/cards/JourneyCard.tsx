import type { CustomerView } from "../../api/contract";
import { Ago, Card, Stage, When } from "../../ui/parts";

const shown = 6;

/** The stages she went through, newest first: decided at the time, never decided again. */
export function JourneyCard({ journey }: { readonly journey: CustomerView["journey"] }) {
  const history = [...journey.history].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
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
      {history.length === 0 ? (
        <Stage name={journey.stage} />
      ) : (
        <ol className="path">
          {history.slice(0, shown).map((entry) => (
            <li key={`${entry.at} ${entry.stage}`} title={entry.because === null ? undefined : `Because of ${entry.because}`}>
              <Stage name={entry.stage} />
              <span className="aside">
                <When at={entry.at} />
              </span>
            </li>
          ))}
          {history.length > shown && <li className="aside">and {history.length - shown} earlier</li>}
        </ol>
      )}
    </Card>
  );
}
