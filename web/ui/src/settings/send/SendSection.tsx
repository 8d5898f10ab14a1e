// How to send events here, from anywhere.
import { useStore } from "../../live/store";
import { href, Link } from "../../router/router";
import { Card, Note } from "../../ui/parts";
import { made } from "../keys/made";
import { placeholder } from "./snippets";
import { Snippets } from "./Snippets";

export function SendSection() {
  const fresh = useStore(made);
  const key = fresh?.kind === "writeKey" ? fresh : null;
  return (
    <Card title="Send a first event">
      <div className="stack">
        {key ? (
          <Note>
            With the write key <b>{key.name}</b>, which you have just made. It is filled in until you leave or reload this page.
          </Note>
        ) : (
          <Note>
            Put a write key where it says <code>{placeholder}</code>. Keys are stored so that nobody can read them again, so this page cannot fill one in:{" "}
            <Link href={href(["settings", "keys"])}>make a new one</Link> and it will.
          </Note>
        )}
        <Snippets writeKey={key?.secret ?? placeholder} />
        <p className="aside">
          What arrives can be watched under <Link href={href(["settings", "events"])}>Events</Link>, with the reason for everything that was rejected. Any other Segment SDK works the
          same way: give it this server&apos;s address as its host.
        </p>
      </div>
    </Card>
  );
}
