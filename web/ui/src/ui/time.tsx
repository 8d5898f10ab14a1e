// Times in the viewer's zone. The exact instant is always a hover away.
import { ago, dateAndTime, exactInstant, timeOfDay } from "../format/format";
import { useNow } from "./useNow";

interface TimeProps {
  readonly at: string;
}

/** How long ago; for what never changes again use `When`. */
export function Ago({ at }: TimeProps) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactInstant(at)}>
      {ago(Date.parse(at), now)}
    </time>
  );
}

export function When({ at }: TimeProps) {
  return (
    <time dateTime={at} title={exactInstant(at)}>
      {dateAndTime(at)}
    </time>
  );
}

/** The time alone, where the day is said elsewhere. */
export function TimeOfDay({ at }: TimeProps) {
  return (
    <time dateTime={at} title={exactInstant(at)}>
      {timeOfDay(at)}
    </time>
  );
}
