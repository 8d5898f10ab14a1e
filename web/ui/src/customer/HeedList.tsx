// The five seconds: what matters now, before everything else.
import type { CustomerView } from "../api/contract";
import { ago, exactInstant } from "../format/format";
import { Card } from "../ui/parts";
import { useNow } from "../ui/useNow";
import { Glyph } from "./glyphs";
import { heedOf } from "./heed";
import { sinceThen } from "./sinceThen";

interface Props {
  readonly view: CustomerView;
  /** The instant of the view when travelling, null for now. */
  readonly at: string | null;
  /** Who she is now, to say what has become of her since. */
  readonly now: CustomerView | null;
}

export function HeedList({ view, at, now: today }: Props) {
  const clock = useNow();
  const now = at === null ? clock : Date.parse(at);
  const all = heedOf(view, now);
  const since = at === null || today === null ? [] : sinceThen(view, today);
  return (
    <Card title={at === null ? "What matters now" : "What mattered then"} className="heed-card">
      {all.length === 0 ? (
        <p className="aside">{at === null ? "Nothing urgent" : "Nothing was urgent"}: no open ticket, no recent complaint, nothing in the cart.</p>
      ) : (
        <ul className="heeds">
          {all.map((heed) => (
            <li key={heed.key} className={`heed ${heed.tone}`}>
              <Glyph name={heed.glyph} />
              <p>{heed.text}</p>
              {heed.at != null && (
                <time dateTime={heed.at} title={exactInstant(heed.at)}>
                  {heed.verb} {ago(Date.parse(heed.at), now)}
                </time>
              )}
              {heed.quote && <blockquote>“{heed.quote}”</blockquote>}
            </li>
          ))}
        </ul>
      )}
      {since.length > 0 && (
        <p className="since-then">
          <b>Since then:</b> {since.join(", ")}.
        </p>
      )}
    </Card>
  );
}
