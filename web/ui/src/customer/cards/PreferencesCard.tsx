import type { CustomerView, Leaning } from "../../api/contract";
import { count, date, dateAndTime, plural, words } from "../../format/format";
import { Bars, Card, Facts } from "../../ui/parts";
import { valueText } from "../valueText";

const most = 4;

/** What she said first: it always wins. Then what her behaviour leans to, each with its evidence. */
export function PreferencesCard({ preferences }: { readonly preferences: CustomerView["preferences"] }) {
  const { explicit, channels, categories, hours } = preferences;
  const said = Object.entries(explicit);
  if (said.length + channels.length + categories.length + hours.length === 0) return null;
  return (
    <Card title="Preferences">
      <div className="groups">
        <div>
          <h3>She told us</h3>
          {said.length === 0 ? (
            <p className="aside">Nothing yet.</p>
          ) : (
            <Facts rows={said.map(([key, value]) => [words(key), <b key={key}>{valueText(value)}</b>] as const)} />
          )}
        </div>
        <Leanings title="Seems to like" rows={categories.map((each) => ({ ...each, key: each.category, label: each.category }))} />
        <Leanings title="Seems to come by" rows={channels.map((each) => ({ ...each, key: each.channel, label: each.channel }))} />
        <Leanings
          title="Seems to come around"
          rows={hours.map((each) => ({ ...each, key: String(each.hour), label: hourOfDay(each.hour) }))}
        />
      </div>
    </Card>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/** An hour that the server counts in UTC, as the viewer's clock shows it. */
function hourOfDay(hour: number): string {
  const now = new Date();
  return clock.format(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour));
}

type LeaningRow = Leaning & { readonly key: string; readonly label: string };

function Leanings({ title, rows }: { readonly title: string; readonly rows: readonly LeaningRow[] }) {
  if (rows.length === 0) return null;
  const top = [...rows].sort((a, b) => b.share - a.share).slice(0, most);
  return (
    <div>
      <h3>{title}</h3>
      <Bars
        rows={top.map((row) => ({
          key: row.key,
          part: row.share / 100,
          title: `Last ${dateAndTime(row.last)}; what is recent weighs more`,
          label: (
            <>
              {row.label}{" "}
              <span className="faint">
                {plural(row.count, "touchpoint", "touchpoints")}, last {date(row.last)}
              </span>
            </>
          ),
        }))}
      />
      {rows.length > most && <p className="faint">and {count(rows.length - most)} more</p>}
    </div>
  );
}
