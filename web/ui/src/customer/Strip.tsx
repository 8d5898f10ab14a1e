// What an agent needs in five seconds: worth, mood, what is open, what is in the cart.
import type { ReactNode } from "react";
import type { CustomerView } from "../api/contract";
import { count, date, money, nothing, plural, quantity } from "../format/format";
import { figureSize } from "../ui/parts";
import { wholeSum } from "../ui/sums";

export function Strip({ view }: { readonly view: CustomerView }) {
  const { value, experience, cart } = view;
  const { csat, nps, ces } = experience;
  const tickets = experience.openTickets.length;
  const items = cart?.quantity ?? 0;
  const [net = money(0, value.currency), ...others] = netAmounts(value);
  return (
    <dl className="sheet strip" style={figureSize(net)}>
      <Cell label="Net value" figure={net} sub={[...others.map((amount) => `and ${amount}`), refunds(value)].join(", ")} />
      <Cell
        label="Orders"
        figure={count(value.orders)}
        sub={value.lastOrder === null ? "none yet" : ordersLine(value)}
      />
      <Cell
        label="NPS"
        figure={nps.last === null ? nothing : `${count(nps.last)}/10`}
        sub={nps.last === null ? "never asked" : mood(nps.last)}
        tone={nps.last === null ? "" : nps.last <= 6 ? "bad" : nps.last >= 9 ? "good" : ""}
      />
      <Cell
        label="CSAT · CES"
        figure={`${csat.last === null ? nothing : `${count(csat.last)}/5`} · ${ces.last === null ? nothing : `${count(ces.last)}/7`}`}
        sub={csat.answers + ces.answers === 0 ? "no answers" : plural(csat.answers + ces.answers, "answer", "answers")}
      />
      <Cell
        label="Open tickets"
        figure={count(tickets)}
        sub={experience.openTickets[0]?.subject ?? (tickets === 0 ? "nothing open" : "")}
        tone={tickets > 0 ? "warn" : ""}
      />
      <Cell
        label="Cart"
        figure={items === 0 ? "empty" : money(cart?.total, cart?.currency || value.currency)}
        sub={items === 0 ? "" : `${quantity(items)} ${items === 1 ? "item" : "items"}`}
      />
    </dl>
  );
}

/** One amount where everything could be converted, otherwise each currency by itself, the largest first. */
function netAmounts(value: CustomerView["value"]): readonly string[] {
  if (value.unconverted === 0) return [money(value.net, value.currency)];
  return Object.entries(value.byCurrency)
    .filter(([, each]) => each.net !== 0)
    .sort((a, b) => b[1].net - a[1].net)
    .map(([currency, each]) => money(each.net, currency));
}

function refunds(value: CustomerView["value"]): string {
  return value.refundCount === 0 ? "no refunds" : `${plural(value.refundCount, "refund", "refunds")} of ${wholeSum(value, "refunded")}`;
}

function ordersLine({ averageOrder, currency, lastOrder }: CustomerView["value"]): string {
  const average = averageOrder === null ? "" : `${money(averageOrder, currency)} each, `;
  return `${average}last ${date(lastOrder ?? "")}`;
}

function mood(answer: number): string {
  return answer >= 9 ? "promoter" : answer >= 7 ? "passive" : "detractor";
}

function Cell(props: { readonly label: string; readonly figure: string; readonly sub: ReactNode; readonly tone?: string }) {
  return (
    <div className={`tile ${props.tone ?? ""}`}>
      <dt>{props.label}</dt>
      <dd>
        <span className="figure">{props.figure}</span>
        <span className="sub">{props.sub}</span>
      </dd>
    </div>
  );
}
