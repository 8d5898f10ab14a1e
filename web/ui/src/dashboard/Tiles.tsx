// The key figures. Every tile says its window and its age; what it cannot know yet it shows as a dash.
import type { ReactNode } from "react";
import type { Kpi, WindowKey } from "../api/contract";
import * as format from "../format/format";
import type { DashboardFrame } from "../live/contract";
import { figureSize } from "../ui/parts";
import { otherCurrencies } from "../ui/sums";
import { useNow } from "../ui/useNow";
import { windowNames } from "./windows";

interface TilesProps {
  readonly frame: DashboardFrame | null;
  readonly window: WindowKey;
  readonly arrivedAt: number;
}

export function Tiles({ frame, window, arrivedAt }: TilesProps) {
  const kpi = frame?.windows[window];
  const name = windowNames[window];
  const age = useAge(frame, arrivedAt);
  const money = (amount: number | undefined) => format.money(amount, kpi?.currency);

  return (
    <div className="bands">
      <Band title="Activity">
        <Tile label="Events" value={format.count(kpi?.events)} window={name} age={age} />
        <Tile label="Active customers" value={format.count(kpi?.activeCustomers)} window={name} age={age} />
        <Tile label="New customers" value={format.count(kpi?.newCustomers)} window={name} age={age} />
        <Speed frame={frame} age={age} />
      </Band>
      <Band title="Sales" longest={money(kpi && Math.max(kpi.gross, kpi.refunded))}>
        <Tile label="Orders" value={format.count(kpi?.orders)} sub={kpi && averageOrder(kpi)} window={name} age={age} />
        <Tile label="Gross" value={money(kpi?.gross)} sub={kpi && otherCurrencies(kpi, "gross")} window={name} age={age} />
        <Tile
          label="Refunds"
          value={money(kpi?.refunded)}
          sub={kpi && refunds(kpi)}
          window={name}
          age={age}
        />
        <Tile label="Net" value={money(kpi?.net)} sub={kpi && (otherCurrencies(kpi, "net") || "gross less refunds")} window={name} age={age} />
      </Band>
      <Band title="Experience">
        <Tile
          label="CSAT"
          hint="Share of answers of 4 or 5, on a scale of 1 to 5"
          value={format.percent(kpi?.csat.share)}
          sub={kpi && answers(kpi.csat.answers)}
          window={name}
          age={age}
        />
        <Tile
          label="NPS"
          hint="Per cent of 9 and 10 minus per cent of 0 to 6"
          value={format.score(kpi?.nps.score)}
          sub={kpi && answers(kpi.nps.answers)}
          window={name}
          age={age}
        />
        <Tile
          label="CES"
          hint="Mean on a scale of 1 to 7, and the share of 5 to 7"
          value={format.mean(kpi?.ces.mean)}
          sub={kpi && effort(kpi)}
          window={name}
          age={age}
        />
        <Tile label="Open tickets" value={format.count(kpi?.openTickets)} window="Now" age={age} />
      </Band>
    </div>
  );
}

/** Counted on our own clock from the frame's arrival, on top of what it was old on its way. */
function useAge(frame: DashboardFrame | null, arrivedAt: number): string {
  const now = useNow();
  return frame === null ? "waiting for the first frame" : format.ago(arrivedAt, Math.max(now, arrivedAt));
}

interface BandProps {
  readonly title: string;
  /** The longest figure of the band: all of them are set in the size that shows it whole. */
  readonly longest?: string;
  readonly children: ReactNode;
}

function Band({ title, longest = "", children }: BandProps) {
  return (
    <section className="band">
      <h2>{title}</h2>
      <dl className="sheet" style={figureSize(longest)}>{children}</dl>
    </section>
  );
}

interface TileProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly sub?: ReactNode;
  readonly window: string;
  readonly age: string;
}

function Tile({ label, hint, value, sub, window, age }: TileProps) {
  return (
    <div className="tile">
      <dt title={hint}>{label}</dt>
      <dd>
        <span className="figure">{value}</span>
        <span className="sub">{sub}</span>
        <span className="foot">
          {window} · {age}
        </span>
      </dd>
    </div>
  );
}

function Speed({ frame, age }: { readonly frame: DashboardFrame | null; readonly age: string }) {
  const lag = frame?.lag;
  const sub = frame && (
    <>
      {lag && lag.count > 0
        ? `Lag p50 ${format.milliseconds(lag.p50)} · p99 ${format.milliseconds(lag.p99)}`
        : "Nothing pushed in the last 60 s"}
      {frame.behind > 0 && <span className="behind"> · {format.count(frame.behind)} waiting</span>}
    </>
  );
  return (
    <Tile
      label="Events a second"
      hint="Events over the last 10 seconds. Lag: from received by the server to pushed to browsers, over the last 60 seconds"
      value={frame ? format.rate(frame.rate) : format.nothing}
      sub={sub}
      window="Last 10 s"
      age={age}
    />
  );
}

const answers = (n: number) => (n === 0 ? "no answers" : format.plural(n, "answer", "answers"));

function averageOrder(kpi: Kpi): string {
  // With amounts left out the two would not be of the same orders.
  return kpi.orders > 0 && kpi.unconverted === 0 ? `${format.money(kpi.gross / kpi.orders, kpi.currency)} on average` : "";
}

function effort(kpi: Kpi): string {
  const share = kpi.ces.share === null ? "" : `${format.percent(kpi.ces.share)} of 5–7, `;
  return share + answers(kpi.ces.answers);
}

function refunds(kpi: Kpi): string {
  const count = format.plural(kpi.refundCount, "refund", "refunds");
  const others = otherCurrencies(kpi, "refunded");
  return others === "" ? count : `${others}; ${count}`;
}
