import { money } from "../format/format";

/** An amount by the viewer's locale; one that is not known is a dash. */
export function Money({ amount, currency }: { readonly amount: number | null | undefined; readonly currency: string | null | undefined }) {
  return <span className="money">{money(amount, currency)}</span>;
}
