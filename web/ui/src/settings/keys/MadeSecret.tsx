// Shown once: the secret of the key that was just made, and what to do with it.
import { useEffect, useRef } from "react";
import type { MadeKey } from "../../api/contract";
import { Button } from "../../ui/Button";
import { Snippet } from "../../ui/Copy";
import { Snippets } from "../send/Snippets";
import { tokenSnippet } from "../send/snippets";
import { made as kept } from "./made";

export function MadeSecret({ made }: { readonly made: MadeKey }) {
  const panel = useRef<HTMLElement>(null);
  const writes = made.kind === "writeKey";
  const what = writes ? "write key" : "API token";

  useEffect(() => {
    panel.current?.focus();
  }, [made.id]);

  return (
    <section className="card made" ref={panel} tabIndex={-1} aria-label={`The new ${what}`}>
      <header>
        <h2>
          {made.name}: copy this {what} now
        </h2>
      </header>
      <div className="card-body">
        <p className="note warn">It is shown only here and only until you leave or reload this page. The server keeps no copy that could be shown again.</p>
        <Snippet code={made.secret} label={`The ${what}`} />
        <h3>{writes ? "Send a first event with it" : "Read with it"}</h3>
        {writes ? <Snippets writeKey={made.secret} /> : <Snippet code={tokenSnippet(window.location.origin, made.secret)} label="curl" />}
        <div>
          <Button onClick={() => kept.set(null)}>Done, I have copied it</Button>
        </div>
      </div>
    </section>
  );
}
