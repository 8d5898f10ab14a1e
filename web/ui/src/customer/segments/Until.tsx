// How long something stays as it is, counted down where that is soon.
import { useContext } from "react";
import { countdown, exactInstant } from "../../format/format";
import { useNow } from "../../ui/useNow";
import { AsOf } from "../asOf";

export function Until({ at, what }: { readonly at: string; readonly what: string }) {
  const then = useContext(AsOf);
  const now = useNow();
  return (
    <time dateTime={at} title={exactInstant(at)}>
      {what} {countdown(Date.parse(at), then ?? now)}
    </time>
  );
}
