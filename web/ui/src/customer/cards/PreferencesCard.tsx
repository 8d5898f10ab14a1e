import type { CustomerView, Leaning } from "../../api/contract";
import { count, dateAndTime, plural, words } from "../../format/format";
import { Bars, Card, Facts } from "../../ui/parts";
import { valueText } from "../valueText";

const most = 5;

/** What was declared first: it always wins. Then what the behaviour leans to, each with its evidence on hover. */
export function PreferencesCard({ preferences }: { readonly preferences: CustomerView["preferences"] }) {
  const { explicit, channels, categories, hours } = preferences;
  const said = Object.entries(explicit);
  if (said.length + channels.length + categories.length + hours.length === 0) return null;
  return (
    <Card title="Preferences">
      <div className="groups">
        {said.length > 0 && (
          <div>
            <h3>Declared</h3>
            <Facts rows={said.map(([key, value]) => [words(key), valueText(value)] as const)} />
          </div>
        )}
        <Leanings title="Channel" rows={channels.map((each) => ({ ...each, key: each.channel, label: each.channel }))} />
        <Leanings title="Category" rows={categories.map((each) => ({ ...each, key: each.category, label: each.category }))} />
        <Leanings
          title="Hour of the day (UTC)"
          rows={hours.map((each) => ({ ...each, key: String(each.hour), label: `${String(each.hour).padStart(2, "0")}:00` }))}
        />
      </div>
    </Card>
  );
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
          title: `${plural(row.count, "touchpoint", "touchpoints")}, last ${dateAndTime(row.last)}; recent ones weigh more`,
          label: (
            <>
              {row.label} <span className="faint">{count(row.count)}×</span>
            </>
          ),
        }))}
      />
      {rows.length > most && <p className="faint">and {count(rows.length - most)} more</p>}
    </div>
  );
}
