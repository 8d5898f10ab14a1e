import type { CustomerValue } from "../../api/contract";
import { count, date, money, plural } from "../../format/format";
import { Card, Facts } from "../../ui/parts";

export function ValueCard({ value }: { readonly value: CustomerValue }) {
  const currencies = Object.entries(value.byCurrency);
  if (value.orders === 0 && value.refundCount === 0) return null;
  return (
    <Card title="Value" aside={`in ${value.currency}`}>
      <Facts
        rows={[
          ["Gross", money(value.gross, value.currency)],
          ["Refunded", `${money(value.refunded, value.currency)} (${plural(value.refundCount, "refund", "refunds")})`],
          ["Net", <b key="net">{money(value.net, value.currency)}</b>],
          ["Average order", money(value.averageOrder, value.currency)],
          ["First order", value.firstOrder === null ? "–" : date(value.firstOrder)],
          ["Last order", value.lastOrder === null ? "–" : date(value.lastOrder)],
          ["Buying days", count(value.buyingDays)],
          value.cancelled > 0 ? ["Cancelled", count(value.cancelled)] : null,
        ]}
      />
      {(currencies.length > 1 || value.unconverted > 0) && (
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">Currency</th>
              <th scope="col" className="num">
                Orders
              </th>
              <th scope="col" className="num">
                Refunded
              </th>
              <th scope="col" className="num">
                Net
              </th>
            </tr>
          </thead>
          <tbody>
            {currencies.map(([currency, sums]) => (
              <tr key={currency}>
                <th scope="row">{currency}</th>
                <td className="num">{count(sums.orders)}</td>
                <td className="num">{money(sums.refunded, currency)}</td>
                <td className="num">{money(sums.net, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {value.unconverted > 0 && (
        <p className="note warn">
          {plural(value.unconverted, "order or refund", "orders and refunds")} in a currency without a rate left out of the totals.
        </p>
      )}
    </Card>
  );
}
