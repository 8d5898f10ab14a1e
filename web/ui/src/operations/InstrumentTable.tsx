// Everything that is measured, under the names that a collector knows too.
import type { Instrument, MeterSeries, Operations } from "../api/contract";
import { count, shortTime } from "../format/format";
import { Icon } from "../ui/icons";
import { Sparkline } from "../ui/Sparkline";
import { Table } from "../ui/Table";
import { measure, speed } from "./figures";

interface Row {
  readonly instrument: Instrument;
  readonly series: MeterSeries | null;
}

export function InstrumentTable({ shown }: { readonly shown: Operations }) {
  const rows = shown.instruments.flatMap<Row>((instrument) =>
    instrument.series.length === 0 ? [{ instrument, series: null }] : instrument.series.map((series) => ({ instrument, series })),
  );
  return (
    <details className="card instruments">
      <summary>
        <Icon name="chevron" />
        <h2>Every instrument</h2>
        <span className="aside">{count(shown.instruments.length)}, by their names</span>
      </summary>
      <Table<Row>
        caption="Every instrument"
        rows={rows}
        rowKey={({ instrument, series }) => `${instrument.name} ${series?.tag ?? ""}`}
        columns={[
          {
            key: "name",
            header: "Instrument",
            cell: ({ instrument, series }) => (
              <>
                <code>{instrument.name}</code>
                {series?.tag != null && <span className="badge">{series.tag}</span>}
                <span className="faint">{instrument.description}</span>
              </>
            ),
          },
          { key: "now", header: "Last minute", numeric: true, cell: (row) => lately(row, shown) },
          { key: "course", header: "Quarter of an hour", wideOnly: true, cell: ({ series }) => <Sparkline values={series?.p99 ?? series?.values ?? []} /> },
        ]}
      />
    </details>
  );
}

function lately({ instrument: { kind, unit }, series }: Row, { recent, step }: Operations): string {
  if (series === null) return "nothing yet";
  if (kind === "gauge") return `${measure(series.values.at(-1) ?? null, unit)} now`;
  if (kind === "histogram") return unit === "s" ? `p50 ${shortTime(series.lastP50)}, p99 ${shortTime(series.lastP99)}` : `p50 ${measure(series.lastP50, unit)}, p99 ${measure(series.lastP99, unit)}`;
  const last = series.values.slice(-recent);
  return speed(last.reduce<number>((sum, value) => sum + (value ?? 0), 0) / (Math.max(1, last.length) * step), unit);
}
