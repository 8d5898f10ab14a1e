// The key figures of the window, each against the window just before, with its course and its age. What it cannot know yet
// it shows as a dash.
import type { Bucket, Kpi, PreviousKpi, Trend, WindowKey } from "../api/contract";
import * as format from "../format/format";
import type { DashboardFrame } from "../live/contract";
import { pointChange, relativeChange, type Better } from "../ui/change";
import type { Scope } from "../scopes/scope";
import { figureSize } from "../ui/parts";
import { StatTile } from "../ui/StatTile";
import { otherCurrencies } from "../ui/sums";
import { useNow } from "../ui/useNow";
import { fairBefore, windowNames, windowsBefore } from "./windows";

interface TilesProps {
  readonly frame: DashboardFrame | null;
  readonly window: WindowKey;
  readonly scope: Scope | null;
  readonly trend: Trend | null;
  readonly arrivedAt: number;
}

export function Tiles({ frame, window, scope, trend, arrivedAt }: TilesProps) {
  const kpi = frame?.windows[window];
  // Servers before this figure existed leave it out.
  const before: PreviousKpi | undefined = window === "all" ? undefined : frame?.previous?.[window];
  const foot = `${windowNames[window]} · ${useAge(frame, arrivedAt)}`;
  const against = windowsBefore[window];
  const money = (amount: number | undefined) => format.roundMoney(amount, kpi?.currency);
  // Whole steps only: a sum would dive at the start of each, a score of two answers would leap.
  const course = (pick: (bucket: Bucket) => number | null) => trend?.buckets.slice(0, -1).map(pick) ?? null;
  const sumChange = (key: "events" | "newCustomers" | "orders" | "gross" | "net" | "refunded", better: Better) =>
    relativeChange(kpi?.[key], fairBefore(before?.[key] ?? undefined, window, frame?.at ?? ""), better);
  // Customers have no channel: what counts whole customers has no meaning there, and says so.
  const people = { against, foot, sub: scope?.kind === "channel" ? "not counted by channel" : "" };
  const present = scope === null || scope.kind === "channel" ? {} : { hint: `Of those who are in this ${scope.kind} now` };
  const all = { against, foot };
  const longest = [kpi?.gross, kpi?.net, kpi?.refunded].map(money).reduce((a, b) => (a.length >= b.length ? a : b));

  return (
    <dl className="sheet tiles" style={figureSize(longest)}>
      <StatTile {...all} label="Events" value={format.count(kpi?.events)} change={sumChange("events", "neither")} sub="" trend={course((b) => b.events)} />
      <StatTile {...people} {...present} label="Active customers" value={format.count(kpi?.activeCustomers)} trend={null} />
      <StatTile {...people} {...present} label="New customers" value={format.count(kpi?.newCustomers)} change={sumChange("newCustomers", "up")} trend={course((b) => b.newCustomers)} />
      <StatTile {...all} label="Orders" value={format.count(kpi?.orders)} change={sumChange("orders", "up")} sub={kpi && averageOrder(kpi)} trend={course((b) => b.orders)} />
      <StatTile {...all} label="Gross" value={money(kpi?.gross)} change={sumChange("gross", "up")} sub={(kpi && otherCurrencies(kpi, "gross")) ?? ""} trend={course((b) => b.gross)} />
      <StatTile {...all} label="Net" value={money(kpi?.net)} change={sumChange("net", "up")} sub={kpi ? otherCurrencies(kpi, "net") || "gross less refunds" : ""} trend={course((b) => b.net)} />
      <StatTile {...all} label="Refunds" value={money(kpi?.refunded)} change={sumChange("refunded", "down")} sub={kpi && refunds(kpi)} trend={course((b) => b.refunded)} />
      <StatTile
        {...all}
        label="CSAT"
        hint="Share of answers of 4 or 5, on a scale of 1 to 5. Its change is in points."
        value={format.percent(kpi?.csat.share)}
        change={pointChange(kpi?.csat.share, before?.csat.share, "up")}
        sub={kpi && answers(kpi.csat.answers)}
        trend={course((b) => b.csat.share)}
      />
      <StatTile
        {...all}
        label="NPS"
        hint="Per cent of 9 and 10 minus per cent of 0 to 6. Its change is in points."
        value={format.score(kpi?.nps.score)}
        change={pointChange(kpi?.nps.score, before?.nps.score, "up")}
        sub={kpi && answers(kpi.nps.answers)}
        trend={course((b) => b.nps.score)}
      />
      <StatTile
        {...all}
        label="CES"
        hint="Mean on a scale of 1 to 7, and the share of 5 to 7. Its change is in points."
        value={format.mean(kpi?.ces.mean)}
        change={pointChange(kpi?.ces.mean, before?.ces.mean, "up")}
        sub={kpi && effort(kpi)}
        trend={course((b) => b.ces.mean)}
      />
      <StatTile {...people} {...present} label="Open tickets" value={format.count(kpi?.openTickets)} trend={null} foot={foot.replace(windowNames[window], "Now")} />
      <StatTile {...all} label="Refund rate" hint="Refunds per hundred orders of the same window; refunds of earlier orders count too" value={rateOf(kpi)} change={pointChange(refundRate(kpi), refundRate(before), "down")} sub="" trend={course(refundRate)} />
    </dl>
  );
}

/** Counted on our own clock from the frame's arrival, on top of what it was old on its way. */
function useAge(frame: DashboardFrame | null, arrivedAt: number): string {
  const now = useNow();
  return frame === null ? "waiting" : format.ago(arrivedAt, Math.max(now, arrivedAt));
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

function refundRate(sums: Pick<Kpi, "orders" | "refundCount"> | undefined): number | null {
  return sums === undefined || sums.orders === 0 ? null : (sums.refundCount / sums.orders) * 100;
}

const rateOf = (kpi: Kpi | undefined) => format.percent(refundRate(kpi));
