import { duration, exactInstant, hourAndMinute, money, plural } from "../../format/format";
import { Glyph, channelGlyph } from "../glyphs";
import type { Session } from "./sessions";

interface SessionHeadProps {
  readonly session: Session;
  /** It began the day before. */
  readonly continued: boolean;
  /** Only some of its touchpoints are shown: then its length would be a lie. */
  readonly filtered: boolean;
}

/** Where she was, from when to when, how long, and what came of it. */
export function SessionHead({ session, continued, filtered }: SessionHeadProps) {
  const { from, to, channels, place, ordered, open, rows } = session;
  const long = Math.round((to - from) / 1000);
  const words = channels.length > 2 ? `${channels[0]} and ${channels.length - 1} more` : channels.join(" and ");
  return (
    <h4>
      <span className="session-where">
        {channels.slice(0, 3).map((channel) => (
          <Glyph key={channel} name={channelGlyph(channel)} />
        ))}
        <b title={channels.join(", ")}>{words}</b>
        {place !== null && <span>{place}</span>}
        {continued && <span className="session-note">went on past midnight</span>}
      </span>
      <span className="session-when">
        <span title={`${exactInstant(from)} to ${exactInstant(to)}`}>
          {open ? "… " : ""}
          {hourAndMinute(from) === hourAndMinute(to) ? hourAndMinute(to) : `${hourAndMinute(from)} – ${hourAndMinute(to)}`}
        </span>
        {!filtered && long >= 1 && <span>{open ? `more than ${duration(long)}` : duration(long)}</span>}
        <span>{filtered ? plural(rows.length, "match", "matches") : `${rows.length}${open ? "+" : ""} ${rows.length === 1 && !open ? "touchpoint" : "touchpoints"}`}</span>
        {ordered.map(({ currency, amount }) => (
          <span key={currency} className="session-money">
            {money(amount, currency)}
          </span>
        ))}
      </span>
    </h4>
  );
}
