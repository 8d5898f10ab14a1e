// Rules to begin with: each opens the studio with itself.
import { Link } from "../../router/router";
import { newSegmentHref } from "../address";
import { RuleView } from "../rule/RuleView";

const examples = [
  { name: "Cart abandoned", rule: "cart.items > 0 and cart.updated older than 30m" },
  { name: "Win back", rule: "orders.count >= 2 and last(orders) older than 60d" },
  { name: "Looks but does not buy", rule: 'count("Product Viewed", 7d) >= 3 and not ordered within 7d' },
  { name: "Unhappy big spender", rule: "value.gross >= 500 and nps.last <= 6" },
] as const;

export function Examples() {
  return (
    <ul className="rule-examples">
      {examples.map(({ name, rule }) => (
        <li key={name}>
          <Link href={newSegmentHref(rule)}>{name}</Link>
          <RuleView rule={rule} inline />
        </li>
      ))}
    </ul>
  );
}
