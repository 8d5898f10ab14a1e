// What has become of her since an instant of the past, in a few words.
import type { CustomerView } from "../api/contract";
import { money, plural } from "../format/format";

export function sinceThen(then: CustomerView, now: CustomerView): readonly string[] {
  const orders = now.value.orders - then.value.orders;
  const refunds = now.value.refundCount - then.value.refundCount;
  const open = new Set(then.experience.openTickets.map((ticket) => ticket.ticketId));
  const still = now.experience.openTickets.filter((ticket) => open.has(ticket.ticketId)).length;
  const more = now.touchpoints.total - then.touchpoints.total;
  const said = [
    now.journey.stage !== then.journey.stage && now.journey.stage !== null ? `became ${now.journey.stage}${then.journey.stage === null ? "" : `, was ${then.journey.stage}`}` : "",
    orders > 0 ? plural(orders, "more order", "more orders") + spent(then, now) : "",
    refunds > 0 ? plural(refunds, "more refund", "more refunds") : "",
    open.size > still ? plural(open.size - still, "ticket resolved", "tickets resolved") : "",
    now.experience.openTickets.length > still ? plural(now.experience.openTickets.length - still, "new open ticket", "new open tickets") : "",
    more > 0 ? plural(more, "more touchpoint", "more touchpoints") : "",
  ];
  return said.filter((each) => each !== "");
}

/** What the orders brought, currency by currency: never added up across them. */
function spent(then: CustomerView, now: CustomerView): string {
  const sums = Object.entries(now.value.byCurrency)
    .map(([currency, each]) => ({ currency, more: each.gross - (then.value.byCurrency[currency]?.gross ?? 0) }))
    .filter(({ more }) => more > 0.004);
  return sums.length === 0 ? "" : ` (${sums.map(({ currency, more }) => money(more, currency)).join(" + ")})`;
}
