// The rules that raise alerts, as sentences.
import { useEffect, useMemo, useState } from "react";
import type { AlertRule, AlertRuleDraft } from "../api/contract";
import { api } from "../api/http";
import { mean } from "../format/format";
import { nameIn, useChoices } from "../scopes/choices";
import { parseScope } from "../scopes/scope";
import { useRole } from "../session/useSession";
import { useDeed } from "../settings/useDeed";
import { useList } from "../settings/useList";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Confirm } from "../ui/Dialog";
import { EmptyState, Loading } from "../ui/EmptyState";
import { Menu } from "../ui/Menu";
import { Note } from "../ui/parts";
import { toast, toastError } from "../ui/toasts";
import { useStore } from "../live/store";
import { alerts } from "./alerts";
import { RuleDialog } from "./RuleDialog";
import { draftOf, formOf, sentence } from "./words";

const refreshEvery = 10_000;

type Doing = { readonly what: "new" } | { readonly what: "edit" | "remove"; readonly rule: AlertRule };

export function AlertRules() {
  const rules = useList(api.alertRules);
  const { all } = useChoices();
  const { open } = useStore(alerts);
  const operator = useRole("operator");
  const [doing, setDoing] = useState<Doing | null>(null);
  const nameOf = useMemo(() => {
    return (text: string) => {
      const scope = parseScope(text);
      return scope === null ? text : nameIn(all, scope);
    };
  }, [all]);
  const done = async () => {
    setDoing(null);
    await rules.reload();
  };
  // What it compares now goes on; a dialog that is open keeps what it began with.
  useEffect(() => {
    const timer = setInterval(() => void rules.reload(), refreshEvery);
    return () => clearInterval(timer);
  }, [rules.reload]);
  const turn = async (rule: AlertRule) => {
    try {
      await api.saveAlertRule(rule.key, { ...sent(draftOf(formOf(rule))), enabled: !rule.enabled, version: rule.version });
      await rules.reload();
      toast(`${rule.name} is ${rule.enabled ? "off" : "on"} now.`, { tone: "good" });
    } catch (error) {
      toastError(error);
    }
  };

  return (
    <section className="card alert-rules" aria-label="Rules of alerts">
      <header>
        <h2>Rules</h2>
        {operator && (
          <Button icon="plus" small onClick={() => setDoing({ what: "new" })}>
            New rule
          </Button>
        )}
      </header>
      {rules.error !== null && <Note tone="bad">{rules.error}</Note>}
      {rules.items === null && rules.error === null && (
        <div className="alerts-wait">
          <Loading what="Loading the rules" lines={4} />
        </div>
      )}
      {rules.items !== null && rules.items.length === 0 && (
        <EmptyState
          icon="warning"
          title="No rule yet"
          actions={
            operator && (
              <Button small tone="primary" onClick={() => setDoing({ what: "new" })}>
                Write the first rule
              </Button>
            )
          }
        >
          A rule watches a key figure, a segment or a stage, and raises an alert while its threshold is crossed; for example when more than 20 customers enter At risk within 10
          minutes.
        </EmptyState>
      )}
      <ul>
        {rules.items?.map((rule) => (
          <li key={rule.key} className={rule.enabled ? undefined : "off"}>
            <div>
              <h3>
                {rule.name} {open?.some((alert) => alert.rule === rule.key) && <Badge tone="bad">raised</Badge>} {!rule.enabled && <Badge>off</Badge>}
              </h3>
              <p className="aside">
                Raised while {sentence(rule, nameOf)}.{rule.value !== null && ` Now ${mean(rule.value)}.`}
              </p>
              {rule.broken !== null && <p className="field-error">{rule.broken}</p>}
            </div>
            {operator && (
              <Menu
                label={`Change ${rule.name}`}
                items={[
                  { key: "edit", label: "Edit", icon: "key", onChoose: () => setDoing({ what: "edit", rule }) },
                  { key: "turn", label: rule.enabled ? "Switch off" : "Switch on", icon: rule.enabled ? "pause" : "play", onChoose: () => void turn(rule) },
                  { key: "remove", label: "Delete", icon: "close", danger: true, divided: true, onChoose: () => setDoing({ what: "remove", rule }) },
                ]}
              />
            )}
          </li>
        ))}
      </ul>
      {doing !== null && doing.what !== "remove" && (
        <RuleDialog
          rule={doing.what === "edit" ? doing.rule : null}
          taken={rules.items?.map((rule) => rule.key) ?? []}
          nameOf={nameOf}
          onSave={async (key: string, draft: AlertRuleDraft) => {
            await api.saveAlertRule(key, doing.what === "edit" ? { ...sent(draft), version: doing.rule.version } : sent(draft));
            await done();
            toast(`${draft.name} is ${draft.enabled ? "watched from now on" : "saved, and off"}.`, { tone: "good" });
          }}
          onClose={() => setDoing(null)}
        />
      )}
      {doing?.what === "remove" && <Remove rule={doing.rule} onDone={done} onClose={() => setDoing(null)} />}
    </section>
  );
}

/** What a source does not have is left out. */
const sent = (draft: AlertRuleDraft): Partial<AlertRuleDraft> => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== null));

function Remove({ rule, onDone, onClose }: { readonly rule: AlertRule; readonly onDone: () => Promise<void>; readonly onClose: () => void }) {
  const doing = useDeed();
  const remove = () =>
    doing.run(async () => {
      await api.removeAlertRule(rule.key);
      await onDone();
      toast(`${rule.name} was deleted.`);
    });
  return (
    <Confirm open title={`Delete ${rule.name}?`} deed="Delete" busy={doing.busy} onConfirm={() => void remove()} onClose={onClose}>
      <p>Nothing raises this alert any more; one that is open is over. Past alerts stay to be read. To pause it, switch it off instead.</p>
      <div role="alert">{doing.wrong.text !== null && <Note tone="bad">{doing.wrong.text}</Note>}</div>
    </Confirm>
  );
}
