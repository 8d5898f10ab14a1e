import type { Cart } from "../../api/contract";
import { money, quantity } from "../../format/format";
import { Card } from "../../ui/parts";
import { Ago } from "../asOf";

interface Props {
  readonly cart: Cart | null;
  /** The currency of amounts that came without one. */
  readonly fallback: string;
}

export function CartCard({ cart, fallback }: Props) {
  if (cart === null || cart.items.length === 0) return null;
  return (
    <Card title="In the cart" aside={cart.updated !== null && <Ago at={cart.updated} />}>
      <ul className="rows lines">
        {cart.items.map((item, index) => (
          <li key={item.productId ?? index}>
            <span>
              {quantity(item.quantity)} × {item.name ?? item.productId ?? "unnamed product"}
            </span>
            <span className="num">
              {item.price === null ? "" : money(item.price * item.quantity, item.currency || cart.currency || fallback)}
            </span>
          </li>
        ))}
        <li className="total">
          <span>Total</span>
          <span className="num">{money(cart.total, cart.currency || fallback)}</span>
        </li>
      </ul>
    </Card>
  );
}
