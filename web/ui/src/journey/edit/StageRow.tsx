// One stage while it is edited: its name, its rule with what the server says of it, and its place in the order.
import { useId, type ReactNode } from "react";
import { count, percent, plural } from "../../format/format";
import { IconButton } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import type { RuleState } from "./checks";
import type { EditedStage } from "./draft";

interface StageRowProps {
  readonly stage: EditedStage;
  readonly place: number;
  readonly of: number;
  readonly problem: { readonly name?: string; readonly rule?: string } | undefined;
  readonly state: RuleState | undefined;
  readonly onChange: (part: Partial<EditedStage>) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  /** The field that the rule is written in. */
  readonly children: ReactNode;
}

export function StageRow({ stage, place, of, problem, state, onChange, onMove, onRemove, children }: StageRowProps) {
  const id = useId();
  const name = stage.name.trim() || `stage ${place + 1}`;
  return (
    <li className="card stage-row" aria-label={name}>
      <div className="stage-row-head">
        <span className="stage-place" aria-hidden="true">
          {place + 1}
        </span>
        <TextField label="Name" hideLabel placeholder="Name" error={problem?.name} value={stage.name} maxLength={80} onChange={(event) => onChange({ name: event.target.value })} />
        <span className="stage-row-tools">
          <IconButton icon="up" label={`Move ${name} up`} disabled={place === 0} onClick={() => onMove(-1)} />
          <IconButton icon="down" label={`Move ${name} down`} disabled={place === of - 1} onClick={() => onMove(1)} />
          <IconButton icon="close" label={`Remove ${name}`} disabled={of === 1} onClick={onRemove} />
        </span>
      </div>
      {children}
      <p className="stage-row-says" id={id} role="status">
        {problem?.rule !== undefined ? <span className="field-error">{problem.rule}</span> : <Says state={state} rule={stage.rule} />}
      </p>
      <TextField
        label="Description"
        hideLabel
        placeholder="What this stage means (may be left empty)"
        value={stage.description}
        maxLength={2000}
        onChange={(event) => onChange({ description: event.target.value })}
      />
    </li>
  );
}

function Says({ state, rule }: { readonly state: RuleState | undefined; readonly rule: string }) {
  if (state === undefined || state.rule !== rule) return null;
  if (state.error !== null) return <span className="field-error">Not checked: {state.error}</span>;
  if (state.problems === null) return <span className="aside">Checking</span>;
  const first = state.problems[0];
  if (first) {
    return (
      <span className="field-error">
        {first.line > 1 ? `Line ${first.line}: ` : ""}
        {first.message}
        {state.problems.length > 1 && ` (and ${plural(state.problems.length - 1, "other", "others")})`}
      </span>
    );
  }
  if (state.preview === null) return <span className="aside">Counting</span>;
  const { matches, share, exact } = state.preview;
  return (
    <span className="aside">
      Fits {exact ? "" : "about "}
      <b>{count(matches)}</b> {matches === 1 ? "customer" : "customers"}
      {share !== null && `, ${percent(share)}`}; they are in it unless a later stage fits too.
    </span>
  );
}
