// What can be done about a follow-up, in a list and on the customer's page alike: take it, write something down, say what came of it, hand it back.
import { useId, useRef, useState, type FormEvent } from "react";
import type { FollowUp } from "../api/contract";
import { api } from "../api/http";
import { useStore } from "../live/store";
import { session } from "../session/session";
import { useDeed } from "../settings/useDeed";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";

export const longestText = 1_000;

interface DeedsProps {
  readonly it: Pick<FollowUp, "id" | "state" | "takenBy">;
  /** What it is, for those who don't see what is around the buttons. */
  readonly about: string;
  readonly onDone: (it: FollowUp) => void;
  /** It is not as it was when it was shown. */
  readonly onRefused: () => void;
}

type Writing = "note" | "resolve" | null;

export function Deeds({ it, about, onDone, onRefused }: DeedsProps) {
  const [writing, setWriting] = useState<Writing>(null);
  const doing = useDeed();
  const viewer = useStore(session);
  if (viewer.status !== "in" || it.state === "resolved") return null;
  const { user, roles } = viewer.session;
  const mine = it.takenBy === user;
  const leads = roles.includes("operator") || roles.includes("admin");

  const act = (what: "take" | "release") =>
    void doing.run(async () => {
      try {
        onDone(await api.followUp(it.id, what, {}));
      } catch (error) {
        onRefused();
        throw error;
      }
    });

  return (
    <div className="deeds">
      {writing === null ? (
        <div className="deed-buttons">
          {it.state === "open" && (
            <Button small tone="primary" busy={doing.busy} onClick={() => act("take")} aria-label={`Take: ${about}`}>
              Take
            </Button>
          )}
          {mine && (
            <Button small tone="primary" onClick={() => setWriting("resolve")} aria-label={`Resolve: ${about}`}>
              Resolve
            </Button>
          )}
          <Button small onClick={() => setWriting("note")} aria-label={`Note: ${about}`}>
            Note
          </Button>
          {it.state === "taken" && (mine || leads) && (
            <Button small tone="plain" busy={doing.busy} onClick={() => act("release")} aria-label={`Hand back: ${about}`}>
              Hand back
            </Button>
          )}
        </div>
      ) : (
        <Words key={writing} id={it.id} what={writing} onDone={onDone} onRefused={onRefused} onClose={() => setWriting(null)} />
      )}
      <span role="alert" className="field-error">
        {doing.wrong.text}
      </span>
    </div>
  );
}

interface WordsProps {
  readonly id: string;
  readonly what: "note" | "resolve";
  readonly onDone: (it: FollowUp) => void;
  readonly onRefused: () => void;
  readonly onClose: () => void;
}

/** Opens where the buttons were; nothing above it moves. */
function Words({ id, what, onDone, onRefused, onClose }: WordsProps) {
  const field = what === "note" ? "text" : "outcome";
  const doing = useDeed([field]);
  const [text, setText] = useState("");
  const wrong = useId();
  // The same however often it is pressed: an answer that was lost on its way writes nothing twice.
  const command = useRef<string | null>(null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    command.current ??= commandId();
    void doing.run(async () => {
      try {
        onDone(await api.followUp(id, what, { [field]: text, commandId: command.current ?? "" }));
        onClose();
      } catch (error) {
        onRefused();
        throw error;
      }
    });
  };
  return (
    <form className="deed-words" onSubmit={send} aria-describedby={wrong} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <Field label={what === "note" ? "Note" : "What came of it"} hint="Everybody who works here sees it, with your name." error={doing.wrong.fields[field]}>
        {(wiring) => (
          <textarea
            className="input"
            rows={3}
            required
            autoFocus
            maxLength={longestText}
            value={text}
            onChange={(event) => {
              command.current = null;
              setText(event.target.value);
            }}
            onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.currentTarget.form?.requestSubmit()}
            {...wiring}
          />
        )}
      </Field>
      <span className="deed-buttons">
        <Button small tone="primary" type="submit" busy={doing.busy}>
          {what === "note" ? "Save the note" : "Resolve"}
        </Button>
        <Button small onClick={onClose}>
          Cancel
        </Button>
      </span>
      <span role="alert" className="field-error" id={wrong}>
        {doing.wrong.text}
      </span>
    </form>
  );
}

// crypto.randomUUID is missing where the page came over plain http from another machine.
const commandId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
