// Writing a rule: what is watched, how much of it, within what time; the sentence it makes is shown while it is written.
import { useState } from "react";
import type { AlertOp, AlertRule, AlertRuleDraft, AlertSource, AlertWindow } from "../api/contract";
import { ScopeChip } from "../scopes/ScopeChip";
import { ScopePicker } from "../scopes/ScopePicker";
import { parseScope, scopeText } from "../scopes/scope";
import { FormDialog } from "../settings/FormDialog";
import { useDeed } from "../settings/useDeed";
import { Checkbox, Field, SelectField, TextField } from "../ui/Field";
import { alertMetrics, draftOf, emptyForm, formOf, keyFor, needsScope, opOptions, problemsOf, scopesOf, sentence, sourceOptions, windowOptions, type RuleForm } from "./words";

interface RuleDialogProps {
  /** Null: a new one. */
  readonly rule: AlertRule | null;
  readonly taken: readonly string[];
  readonly nameOf: (scope: string) => string;
  readonly onSave: (key: string, draft: AlertRuleDraft) => Promise<void>;
  readonly onClose: () => void;
}

/** Fields that stand in the form: what the server says of others is said below it. */
const fields = ["name", "source", "metric", "scope", "window", "op", "threshold"];

export function RuleDialog({ rule, taken, nameOf, onSave, onClose }: RuleDialogProps) {
  const [form, setForm] = useState<RuleForm>(rule === null ? emptyForm : formOf(rule));
  // What was not touched yet is not wrong yet, until somebody tries to save.
  const [touched, setTouched] = useState<ReadonlySet<keyof RuleForm>>(new Set(rule === null ? [] : (Object.keys(form) as (keyof RuleForm)[])));
  const doing = useDeed(fields);
  const problems = problemsOf(form);
  const wrong = (field: keyof RuleForm) => doing.wrong.fields[field] ?? (touched.has(field) ? problems[field] : undefined);
  const change = (part: Partial<RuleForm>) => {
    setForm((now) => {
      const next = { ...now, ...part };
      // A scope that the new source cannot have is none.
      const scope = parseScope(next.scope);
      return scope !== null && !scopesOf(next.source).some((kind) => kind === scope.kind) ? { ...next, scope: null } : next;
    });
  };
  const touch = (field: keyof RuleForm) => setTouched((now) => (now.has(field) ? now : new Set([...now, field])));
  const scope = parseScope(form.scope);
  const whole = Object.keys(problems).length === 0;

  const save = async () => {
    setTouched(new Set(Object.keys(form) as (keyof RuleForm)[]));
    if (!whole) throw new Error("Something is missing above.");
    await onSave(rule?.key ?? keyFor(form.name, taken), draftOf(form));
  };

  return (
    <FormDialog title={rule === null ? "A new rule" : rule.name} deed={rule === null ? "Watch it" : "Save"} doing={doing} onSubmit={save} onClose={onClose}>
      <TextField label="Name" hint="What the notice says first." error={wrong("name")} value={form.name} maxLength={120} onChange={(event) => change({ name: event.target.value })} onBlur={() => touch("name")} />
      <SelectField label="Watches" options={sourceOptions} value={form.source} error={doing.wrong.fields["source"]} onChange={(event) => change({ source: event.target.value as AlertSource })} />
      {form.source === "kpi" && (
        <SelectField
          label="Key figure"
          options={alertMetrics.map(({ key, label }) => ({ value: key, label }))}
          value={form.metric}
          error={doing.wrong.fields["metric"]}
          onChange={(event) => change({ metric: event.target.value })}
        />
      )}
      <Field label={form.source === "entered" ? "Stage" : form.source === "kpi" ? "Whose" : form.source === "size" ? "Segment or stage" : "Segment"} error={wrong("scope")}>
        {({ id, "aria-describedby": describedBy }) => (
          <span className="rule-scope" id={id} aria-describedby={describedBy}>
            {scope !== null && <ScopeChip scope={scope} onClear={() => change({ scope: null })} />}
            <ScopePicker
              kinds={scopesOf(form.source)}
              chosen={scope}
              label={form.source === "kpi" ? "Whose figure" : "Choose"}
              none={needsScope(form.source) ? "Choose" : "Everybody's"}
              optional={!needsScope(form.source)}
              onChoose={(chosen) => {
                change({ scope: scopeText(chosen) });
                touch("scope");
              }}
            />
          </span>
        )}
      </Field>
      <div className="rule-limit">
        <SelectField label="Raised while it is" options={opOptions} value={form.op} onChange={(event) => change({ op: event.target.value as AlertOp })} />
        <TextField label="Threshold" inputMode="decimal" error={wrong("threshold")} value={form.threshold} onChange={(event) => change({ threshold: event.target.value })} onBlur={() => touch("threshold")} />
        {form.source !== "size" && (
          <SelectField label="Within" options={windowOptions} value={form.window} error={doing.wrong.fields["window"]} onChange={(event) => change({ window: event.target.value as AlertWindow })} />
        )}
      </div>
      <Checkbox label="Watch it" checked={form.enabled} onChange={(event) => change({ enabled: event.target.checked })} />
      <p className="rule-sentence" role="status">
        {whole ? <>Raised while {sentence(draftOf(form), nameOf)}, and cleared when that is over.</> : <span className="aside">The rule in words appears here.</span>}
      </p>
    </FormDialog>
  );
}
