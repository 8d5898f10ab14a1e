// A chart with its name, and above it the figures of the step under the pointer: always in the same place, so that they
// can be read while the pointer moves. The drawing is loaded when the first chart is shown.
import { lazy, Suspense, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { copy } from "../../ui/Copy";
import { Dialog } from "../../ui/Dialog";
import { Menu } from "../../ui/Menu";
import { Table } from "../../ui/Table";
import { nextIndex } from "../../ui/Tabs";
import { toast } from "../../ui/toasts";
import { toCsv, type ChartData } from "./data";
import { isPast, spanName, stepName } from "./steps";

const Plot = lazy(() => import("./Plot"));

interface ChartProps {
  readonly title: string;
  /** Null until the first answer. */
  readonly data: ChartData | null;
  readonly group: string;
  /** Something to choose, beside the name. */
  readonly choice?: ReactNode;
}

export function Chart({ title, data, group, choice }: ChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [typed, setTyped] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  const last = data === null ? -1 : data.starts.length - 1;
  const shown = pointed !== null && pointed <= last ? pointed : last;

  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") return setTyped(null);
    const from = typed ?? shown;
    const next = event.key === "PageUp" ? Math.max(0, from - 10) : event.key === "PageDown" ? Math.min(last, from + 10) : nextIndex(event.key, from, last + 1);
    if (next === null) return;
    event.preventDefault();
    setTyped(next);
    setPointed(next);
  };

  return (
    <section className="card chart">
      <header>
        <h2>{title}</h2>
        {choice}
        <span className="aside">{data && spanName(data.starts.length, data.step)}</span>
        <span className="readout-step">{data && last >= 0 ? (shown === last && pointed === null && !isPast(data.starts[last] ?? 0, data.step, Date.now()) ? "Now" : stepName(data.starts[shown] ?? 0, data.step)) : ""}</span>
        <Menu
          label={`${title}: more`}
          items={[
            { key: "table", label: "Show as table", disabled: data === null, onChoose: () => setAsTable(true) },
            {
              key: "csv",
              label: "Copy as CSV",
              disabled: data === null,
              onChoose: () => data && void copy(toCsv(data)).then((done) => toast(done ? `${title} copied as CSV` : "The browser did not let this page copy.", { tone: done ? "good" : "bad" })),
            },
          ]}
        />
      </header>
      <dl className="readout">
        {data?.series.map((series) => (
          <div key={series.label}>
            <dt>
              <i className={`swatch ${series.kind}`} style={{ background: `var(--${series.colour})` }} />
              {series.label}
            </dt>
            <dd>{series.write(series.values[shown] ?? null)}</dd>
          </div>
        ))}
      </dl>
      <div
        ref={plot}
        className="plot-frame"
        tabIndex={0}
        role="img"
        aria-label={`${title}, ${data ? spanName(data.starts.length, data.step) : "loading"}. Arrow keys read single steps; the menu has a table.`}
        onKeyDown={move}
        onBlur={() => {
          setTyped(null);
          setPointed(null);
        }}
      >
        {data !== null && (
          <Suspense fallback={null}>
            <Plot data={data} group={group} onPoint={setPointed} point={typed} />
          </Suspense>
        )}
      </div>
      {/* Said only when the keyboard asked for a step: what changes by itself would never stop talking. */}
      <span className="visually-hidden" role="status">
        {data && typed !== null && `${stepName(data.starts[typed] ?? 0, data.step)}: ${data.series.map((s) => `${s.label} ${s.write(s.values[typed] ?? null)}`).join(", ")}`}
      </span>
      {data && asTable && <ChartTable title={title} data={data} onClose={() => setAsTable(false)} />}
    </section>
  );
}

function ChartTable({ title, data, onClose }: { readonly title: string; readonly data: ChartData; readonly onClose: () => void }) {
  // As it was when it was opened: rows that move cannot be read.
  const [still] = useState(data);
  return (
    <Dialog open title={`${title}, ${spanName(still.starts.length, still.step)}`} onClose={onClose} wide>
      <Table
        caption={title}
        columns={[
          { key: "step", header: "Step", cell: (index: number) => stepName(still.starts[index] ?? 0, still.step) },
          ...still.series.map((series) => ({ key: series.label, header: series.label, numeric: true, cell: (index: number) => series.write(series.values[index] ?? null) })),
        ]}
        rows={still.starts.map((_, index) => still.starts.length - 1 - index)}
        rowKey={String}
      />
    </Dialog>
  );
}
