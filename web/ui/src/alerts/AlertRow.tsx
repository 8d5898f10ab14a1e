// One alert: what happened, since when, and what somebody did about it.
import { useId, useState, type FormEvent } from "react";
import type { Alert } from "../api/contract";
import { duration } from "../format/format";
import { href, Link } from "../router/router";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { Icon } from "../ui/icons";
import { Ago, When } from "../ui/time";
import { useNow } from "../ui/useNow";
import { useDeed } from "../settings/useDeed";
import { alerts } from "./alerts";

export function AlertRow({ alert }: { readonly alert: Alert }) {
  const [writing, setWriting] = useState(false);
  const over = alert.state === "cleared";
  const seen = alert.acknowledgedAt !== null;
  return (
    <li className={["card", "alert-row", over ? "over" : "", seen ? "seen" : ""].filter(Boolean).join(" ")}>
      <span className="alert-mark" aria-hidden="true">
        <Icon name={over ? "check" : "warning"} />
      </span>
      <div className="alert-what">
        <h2>
          {alert.name} {over ? <Badge tone="good">over</Badge> : seen ? <Badge>seen</Badge> : <Badge tone="bad">open</Badge>}
        </h2>
        <p>{alert.text}</p>
        <p className="aside">
          {over && alert.clearedAt !== null ? (
            <>
              <When at={alert.raisedAt} />, for {duration((Date.parse(alert.clearedAt) - Date.parse(alert.raisedAt)) / 1000)}
            </>
          ) : (
            <>
              Since <When at={alert.raisedAt} />, {over ? "over now" : <Lasting since={alert.raisedAt} />}
            </>
          )}
          {" · "}
          <Link href={href(["alerts"], { show: "rules", rule: alert.rule })}>its rule</Link>
        </p>
        {alert.acknowledgedAt !== null && (
          <p className="alert-note">
            <b>{alert.acknowledgedBy}</b> saw to it <Ago at={alert.acknowledgedAt} />
            {alert.note !== null && alert.note !== "" && <>: “{alert.note}”</>}
          </p>
        )}
        {writing && !seen && <Acknowledge alert={alert} onDone={() => setWriting(false)} />}
      </div>
      {!seen && !writing && (
        <Button small className="alert-deed" onClick={() => setWriting(true)} aria-label={`Acknowledge: ${alert.name}`}>
          Acknowledge
        </Button>
      )}
    </li>
  );
}

/** Nothing around it moves but what is below: the form opens inside its own alert. */
function Acknowledge({ alert, onDone }: { readonly alert: Alert; readonly onDone: () => void }) {
  const doing = useDeed(["note"]);
  const [note, setNote] = useState("");
  const hint = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    void doing.run(async () => {
      await alerts.acknowledge(alert.id, note);
      onDone();
    });
  };
  return (
    <form className="alert-acknowledge" onSubmit={send} aria-describedby={hint} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <TextField
        label="What is done about it"
        hint="May be left empty. Everybody sees it, with your name."
        error={doing.wrong.fields["note"]}
        value={note}
        maxLength={500}
        autoFocus
        onChange={(event) => setNote(event.target.value)}
      />
      <span className="alert-buttons">
        <Button small onClick={onDone}>
          Cancel
        </Button>
        <Button small tone="primary" type="submit" busy={doing.busy}>
          Acknowledge
        </Button>
      </span>
      <span role="alert" className="field-error">
        {doing.wrong.text}
      </span>
    </form>
  );
}

function Lasting({ since }: { readonly since: string }) {
  const now = useNow();
  return <>for {duration((now - Date.parse(since)) / 1000)} now</>;
}
