// Shown once: an endpoint's secret, and how its receiver verifies messages with it.
import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/Button";
import { Snippet } from "../../ui/Copy";
import { Tabs } from "../../ui/Tabs";
import { made as kept, type MadeWebhookSecret } from "./made";
import { verify, verifyKinds, type VerifyKind } from "./verify";

export function MadeSecret({ made }: { readonly made: MadeWebhookSecret }) {
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    panel.current?.focus();
  }, [made.secret]);

  return (
    <section className="card made" ref={panel} tabIndex={-1} aria-label="The webhook's secret">
      <header>
        <h2>{made.name}: copy this secret now</h2>
      </header>
      <div className="card-body">
        <p className="note warn">It is shown only here and only until you leave or reload this page. Give it to the receiver: with it, it knows which messages are ours.</p>
        <Snippet code={made.secret} label="The secret" />
        <h3>Verify messages with it</h3>
        <Verify />
        <div>
          <Button onClick={() => kept.set(null)}>Done, I have copied it</Button>
        </div>
      </div>
    </section>
  );
}

export function Verify() {
  const [kind, setKind] = useState<VerifyKind>("node");
  const chosen = verifyKinds.find((each) => each.key === kind) ?? verifyKinds[0];
  return (
    <Tabs label="Verify with" tabs={verifyKinds} chosen={kind} onChoose={setKind}>
      <Snippet code={verify(kind)} label={chosen.label} />
    </Tabs>
  );
}
