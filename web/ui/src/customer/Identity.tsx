// Who this is, how to reach her, how sure we are, and whether she is here right now.
import type { CustomerView } from "../api/contract";
import { date, dateAndTime, hourAndMinute, plural } from "../format/format";
import { Avatar } from "../customers/search/Avatar";
import { Badge } from "../ui/Badge";
import { CopyButton } from "../ui/Copy";
import { Ago, Stage, When } from "../ui/parts";
import { title } from "../ui/touchpoint";
import { useNow } from "../ui/useNow";
import { Glyph, type GlyphName } from "./glyphs";
import { here } from "./heed";

interface Props {
  readonly view: CustomerView;
  /** The id in the address: perhaps one that has become part of this customer. */
  readonly opened: string;
  /** Follows what happens; otherwise the view is of an instant of the past or of a lost connection. */
  readonly live: boolean;
  /** Local milliseconds since when the connection is lost. */
  readonly lostSince: number | null;
  /** The instant of the past that this is about; null for now. */
  readonly past: string | null;
}

export function Identity({ view, opened, live, lostSince, past }: Props) {
  const name = view.displayName || view.id;
  const email = text(view.traits["email"]);
  const phone = text(view.traits["phone"]);
  const place = placeOf(view.traits);

  return (
    <header className="identity">
      <Avatar name={name} large />
      <div className="identity-who">
        <h1>
          {name} <Stage name={view.journey.stage} /> {!view.known && <Badge>anonymous</Badge>}
        </h1>
        <ul className="contacts">
          {email !== null && <Contact glyph="email" text={email} href={`mailto:${email}`} label="e-mail address" />}
          {phone !== null && <Contact glyph="phone" text={phone} href={`tel:${phone.replace(/[^\d+]/g, "")}`} label="phone number" />}
          {name !== view.id && <Contact glyph="person" text={view.id} label="customer id" mono />}
          {place !== null && <Contact glyph="store" text={place} label="" />}
        </ul>
        {opened !== view.id && (
          <p className="aside">
            You opened <code>{opened}</code>, which is part of this customer.
          </p>
        )}
      </div>
      <Presence view={view} live={live} lostSince={lostSince} past={past} />
    </header>
  );
}

function Contact({ glyph, text: shown, href, label, mono = false }: { readonly glyph: GlyphName; readonly text: string; readonly href?: string; readonly label: string; readonly mono?: boolean }) {
  return (
    <li data-more={href === undefined || undefined}>
      <Glyph name={glyph} />
      {href === undefined ? <span className={mono ? "mono" : undefined}>{shown}</span> : <a href={href}>{shown}</a>}
      {label !== "" && <CopyButton text={shown} label={`Copy the ${label}`} />}
    </li>
  );
}

function Presence({ view, live, lostSince, past }: Pick<Props, "view" | "live" | "lostSince" | "past">) {
  const now = useNow();
  const last = view.recent[0];
  const present = live && view.lastSeen !== null && now - Date.parse(view.lastSeen) < here;
  // Three lines, whatever there is to say: nothing below them moves.
  return (
    <div className="presence">
      <p className={present ? "presence-here" : undefined}>
        {view.lastSeen !== null && (
          <>
            {present ? <span className="dot" aria-hidden="true" /> : null}
            <b>{present ? "Here now" : "Last seen"}</b> {live ? <Ago at={view.lastSeen} /> : <When at={view.lastSeen} />}
          </>
        )}
      </p>
      <p className="aside">{last ? `${title(last)}, ${last.channel}` : "\u00a0"}</p>
      {lostSince !== null ? (
        <p className="presence-lost">Not live since {hourAndMinute(lostSince)}</p>
      ) : past !== null ? (
        <p>
          <Badge tone="warn">as of {dateAndTime(past)}</Badge>
        </p>
      ) : (
        <p className="aside">
          {plural(view.touchpoints.total, "touchpoint", "touchpoints")}
          {view.firstSeen !== null && (
            <>
              {" "}
              since <time dateTime={view.firstSeen}>{date(view.firstSeen)}</time>
            </>
          )}
        </p>
      )}
    </div>
  );
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function placeOf(traits: CustomerView["traits"]): string | null {
  const address = traits["address"];
  const within = typeof address === "object" && address !== null ? (address as Record<string, unknown>) : traits;
  const named = [text(within["city"]), text(within["country"])].filter((part) => part !== null);
  return named.length === 0 ? null : named.join(", ");
}
