// Ages on the customer's page: from now, or from the instant of the past that the page shows.
import { createContext, useContext } from "react";
import { ago, exactInstant } from "../format/format";
import { useNow } from "../ui/useNow";

/** The instant, in milliseconds; null for now. */
export const AsOf = createContext<number | null>(null);

export function Ago({ at }: { readonly at: string }) {
  const then = useContext(AsOf);
  const now = useNow();
  return (
    <time dateTime={at} title={exactInstant(at)}>
      {ago(Date.parse(at), then ?? now)}
    </time>
  );
}
