// The five seconds: what matters now, before everything else.
import type { CustomerView } from "../api/contract";
import { ago, exactInstant } from "../format/format";
import { Card } from "../ui/parts";
import { useNow } from "../ui/useNow";
import { Glyph } from "./glyphs";
import { heedOf } from "./heed";

/** `at`: the instant of the view when travelling, null for now. */
export function HeedList({ view, at }: { readonly view: CustomerView; readonly at: string | null }) {
  const clock = useNow();
  const now = at === null ? clock : Date.parse(at);
  const all = heedOf(view, now);
  return (
    <Card title={at === null ? "What matters now" : "What mattered then"} className="heed-card">
      {all.length === 0 ? (
        <p className="aside">Nothing urgent: no open ticket, no recent complaint, nothing in the cart.</p>
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
    </Card>
  );
}
