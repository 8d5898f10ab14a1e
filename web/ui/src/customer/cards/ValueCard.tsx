import type { CustomerValue } from "../../api/contract";
import { count, date, money, plural } from "../../format/format";
import { Card, Facts } from "../../ui/parts";
import { wholeSum } from "../../ui/sums";

/** Of the reporting currency; where that has none, of the only currency she buys in. */
function average(value: CustomerValue): readonly [string, string] | null {
  const [only, ...others] = Object.entries(value.byCurrency);
  if (value.averageOrder !== null) return ["Average order", money(value.averageOrder, value.currency)];
  return only && others.length === 0 && only[1].orders > 0 ? ["Average order", money(only[1].gross / only[1].orders, only[0])] : null;
}

export function ValueCard({ value }: { readonly value: CustomerValue }) {
  const currencies = Object.entries(value.byCurrency);
  if (value.orders === 0 && value.refundCount === 0) return null;
  return (
    <Card title="Value" aside={value.unconverted === 0 ? `in ${value.currency}` : undefined}>
      <Facts
        rows={[
          ["Gross", wholeSum(value, "gross")],
          ["Refunded", `${wholeSum(value, "refunded")} (${plural(value.refundCount, "refund", "refunds")})`],
          ["Net", <b key="net">{wholeSum(value, "net")}</b>],
          average(value),
          ["First order", value.firstOrder === null ? "–" : date(value.firstOrder)],
          ["Last order", value.lastOrder === null ? "–" : date(value.lastOrder)],
          ["Buying days", count(value.buyingDays)],
          value.cancelled > 0 ? ["Cancelled", count(value.cancelled)] : null,
        ]}
      />
      {currencies.length > 1 && (
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">Currency</th>
              <th scope="col" className="num">
                Orders
              </th>
              <th scope="col" className="num">
                Average
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
                <td className="num">{sums.orders === 0 ? "–" : money(sums.gross / sums.orders, currency)}</td>
                <td className="num">{money(sums.refunded, currency)}</td>
                <td className="num">{money(sums.net, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {value.unconverted > 0 && (
        <p className="faint">Amounts without a rate to {value.currency} stand in their own currency.</p>
      )}
    </Card>
  );
}
