import { words } from "../../format/format";
import { Card, Facts } from "../../ui/parts";
import { valueText } from "../valueText";

export function TraitsCard({ traits }: { readonly traits: Readonly<Record<string, unknown>> }) {
  const rows = Object.entries(traits);
  if (rows.length === 0) return null;
  return (
    <Card title="Traits">
      <Facts rows={rows.map(([key, value]) => [words(key), valueText(value)] as const)} />
    </Card>
  );
}
