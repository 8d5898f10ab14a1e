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
  const net = wholeSum(value, "net");
  return (
    <dl className="sheet strip" style={figureSize(net)}>
      <Cell label="Net value" figure={net} sub={grossAndRefunds(view)} />
      <Cell
        label="Orders"
        figure={count(value.orders)}
        sub={value.lastOrder === null ? "none yet" : `last on ${date(value.lastOrder)}`}
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

function grossAndRefunds({ value }: CustomerView): string {
  return value.refundCount === 0 ? "no refunds" : `${plural(value.refundCount, "refund", "refunds")} of ${wholeSum(value, "refunded")}`;
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
