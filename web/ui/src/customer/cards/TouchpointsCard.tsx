import type { CustomerView } from "../../api/contract";
import { count } from "../../format/format";
import { Bars, Card } from "../../ui/parts";

const most = 8;

export function TouchpointsCard({ touchpoints }: { readonly touchpoints: CustomerView["touchpoints"] }) {
  const { total, byChannel, byName, other } = touchpoints;
  if (total === 0) return null;
  return (
    <Card title="Touchpoints" aside={count(total)}>
      <div className="groups">
        <Counts title="By channel" counts={byChannel} total={total} other={0} />
        <Counts title="By name" counts={byName} total={total} other={other} />
      </div>
    </Card>
  );
}

interface CountsProps {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
  readonly other: number;
}

function Counts({ title, counts, total, other }: CountsProps) {
  const sorted = Object.entries(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const rest = sorted.slice(most).reduce((sum, [, n]) => sum + n, other);
  const shown = [...sorted.slice(0, most), ...(rest > 0 ? [["other", rest] as const] : [])];
  if (shown.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <Bars rows={shown.map(([key, n]) => ({ key, label: key, part: n / total, value: count(n) }))} />
    </div>
  );
}
