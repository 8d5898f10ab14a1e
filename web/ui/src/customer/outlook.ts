// What the models expect, in words. Numbers are rounded to what they are worth: nobody knows a chance to the tenth of a per cent.
import type { Predicted } from "../api/contract";
import { count, plural } from "../format/format";

const aboutNumber = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });

/** A chance in whole per cent; certainty is never claimed. */
export function chance(part: number): string {
  const percent = Math.round(part * 100);
  const shown = percent <= 0 ? "under 1" : percent >= 100 ? "over 99" : String(percent);
  return `${shown}\u202f%`;
}

/** An expected number of orders: two digits are more than it is sure of. */
export function expected(orders: number): string {
  return orders < 0.05 ? "nearly none" : `about ${aboutNumber.format(orders)}`;
}

/** How far it may be off, for one customer. */
export function spread({ ordersLow, ordersHigh }: Predicted): string {
  if (ordersLow === ordersHigh) return ordersHigh === 0 ? "8 of 10 like her: none" : `8 of 10 like her: ${count(ordersHigh)}`;
  return `8 of 10 like her: ${count(ordersLow)} to ${count(ordersHigh)}`;
}

/** What all of it rests on. */
export function basis({ buyingDays, model }: Predicted): string {
  const history = buyingDays === 1 ? "one buying day" : `${count(buyingDays)} buying days`;
  return `An estimate from her ${history} and from ${plural(model.customers, "customer", "customers")}, ${count(model.repeatCustomers)} of whom came back. It says what most like her do, not what she will do.`;
}
