// Who this is, how sure we are, and which other ids are the same person.
import type { CustomerView } from "../api/contract";
import { ago, date, plural } from "../format/format";
import { Ago, Stage, When } from "../ui/parts";
import { title } from "../ui/touchpoint";
import { useNow } from "../ui/useNow";

interface Props {
  readonly view: CustomerView;
  /** The id in the address: perhaps one that has become part of this customer. */
  readonly opened: string;
  readonly live: boolean;
  readonly arrivedAt: number;
}

export function Identity({ view, opened, live, arrivedAt }: Props) {
  const name = view.displayName || view.id;
  const email = typeof view.traits["email"] === "string" ? view.traits["email"] : null;
  const phone = typeof view.traits["phone"] === "string" ? view.traits["phone"] : null;
  const lines = [name === view.id ? null : view.id, email === name ? null : email, phone].filter((part) => part !== null);
  const last = view.recent[0];

  return (
    <header className="identity">
      <span className="avatar" aria-hidden="true">
        {initials(name)}
      </span>
      <div>
        <h1>
          {name} <Stage name={view.journey.stage} /> <span className="badge">{view.known ? "known" : "anonymous"}</span>
        </h1>
        {lines.length > 0 && <p className="muted-line">{lines.join(" · ")}</p>}
        <p className="muted-line">
          {plural(view.touchpoints.total, "touchpoint", "touchpoints")}
          {view.firstSeen !== null && (
            <>
              {" "}
              since <time dateTime={view.firstSeen}>{date(view.firstSeen)}</time>
            </>
          )}
          {view.lastSeen !== null && (
            <>
              {" · last seen "}
              {live ? <Ago at={view.lastSeen} /> : <When at={view.lastSeen} />}
              {last && ` (${title(last)}, ${last.channel})`}
            </>
          )}
          {live && <PictureAge arrivedAt={arrivedAt} />}
        </p>
        {opened !== view.id && <p className="muted-line">You opened “{opened}”, which has become part of this customer.</p>}
        {view.links.length > 0 && <Links links={view.links} />}
      </div>
    </header>
  );
}

function PictureAge({ arrivedAt }: { readonly arrivedAt: number }) {
  const now = useNow();
  return <span title="When this page last got something new"> · updated {ago(arrivedAt, Math.max(now, arrivedAt))}</span>;
}

const fewLinks = 3;

function Links({ links }: { readonly links: CustomerView["links"] }) {
  const items = links.map((link) => (
    <li key={link.id}>
      also <code>{link.id}</code>, linked <When at={link.since} />
    </li>
  ));
  if (links.length <= fewLinks) return <ul className="links">{items}</ul>;
  return (
    <details className="links">
      <summary>Also {plural(links.length, "other id", "other ids")}</summary>
      <ul>{items}</ul>
    </details>
  );
}

function initials(name: string): string {
  const letters = name
    .split(/[\s@._-]+/)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
    .map((word) => Array.from(word)[0] ?? "");
  return letters.slice(0, 2).join("").toUpperCase() || "?";
}
