// Chooses a segment, a stage or a channel: a button with a list that is searched by typing, with the keyboard alone.
import { Fragment, useId, useRef, useState, type KeyboardEvent } from "react";
import { compact, count } from "../format/format";
import { Skeleton } from "../ui/EmptyState";
import { Popover, startHere } from "../ui/Popover";
import { matching, useChoices, type Choice } from "./choices";
import { kindNames, sameScope, scopeKinds, scopeText, type Scope, type ScopeKind } from "./scope";
import "./scopes.css";

interface ScopePickerProps {
  readonly kinds?: readonly ScopeKind[];
  readonly chosen: Scope | null;
  readonly onChoose: (scope: Scope | null) => void;
  /** What is chosen here, for screen readers. */
  readonly label: string;
  /** What it says while nothing is chosen. */
  readonly none: string;
  /** Nothing may be chosen too, from the list itself. */
  readonly optional?: boolean;
}

export function ScopePicker({ kinds = scopeKinds, chosen, onChoose, label, none, optional = true }: ScopePickerProps) {
  return (
    <Popover label={chosen === null ? none : "Change"} icon="filter" className="button small scope-picker" describes={label} align="start">
      {(close) => (
        <Choosing
          kinds={kinds}
          chosen={chosen}
          none={none}
          optional={optional}
          label={label}
          onChoose={(scope) => {
            close();
            if (!sameScope(scope, chosen)) onChoose(scope);
          }}
        />
      )}
    </Popover>
  );
}

const groupNames: Readonly<Record<ScopeKind, string>> = { segment: "Segments", stage: "Stages of the journey", channel: "Channels" };

type Row = { readonly scope: null; readonly label: string; readonly customers: null } | Choice;

function Choosing({ kinds, chosen, none, optional, label, onChoose }: Required<Pick<ScopePickerProps, "kinds" | "chosen" | "none" | "optional" | "label">> & { readonly onChoose: (scope: Scope | null) => void }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { all, error } = useChoices();
  const [text, setText] = useState("");
  const found = matching((all ?? []).filter((each) => kinds.includes(each.scope.kind)), text);
  const rows: readonly Row[] = optional && text.trim() === "" ? [{ scope: null, label: none, customers: null }, ...found] : found;
  const [at, setAt] = useState<number | null>(null);
  // Until an arrow was pressed: what is chosen now, or the best answer to what is typed.
  const active = Math.min(at ?? Math.max(0, text === "" ? rows.findIndex((each) => sameScope(each.scope, chosen)) : 0), rows.length - 1);

  const go = (index: number) => {
    setAt(index);
    list.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      go(Math.max(0, Math.min(rows.length - 1, active + step)));
    }
    const row = rows[active];
    if (event.key === "Enter" && row !== undefined) {
      event.preventDefault();
      onChoose(row.scope);
    }
  };

  return (
    <div className="scope-choosing">
      <input
        ref={startHere}
        className="input small"
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        placeholder="Type to find"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(null);
        }}
        onKeyDown={pressed}
        autoComplete="off"
        spellCheck={false}
      />
      {all === null && error === null && <Skeleton lines={4} />}
      {error !== null && (
        <p className="note bad" role="alert">
          {error}
        </p>
      )}
      {/* The focus stays in the field whatever is pressed here. */}
      <div className="scope-list" role="listbox" id={`${id}-list`} aria-label={label} ref={list} onPointerDown={(event) => event.preventDefault()}>
        {rows.map((each, index) => {
          const kind = each.scope?.kind;
          return (
            <Fragment key={scopeText(each.scope) ?? ""}>
              {kind !== undefined && kind !== rows[index - 1]?.scope?.kind && kinds.length > 1 && (
                <div className="scope-group" role="presentation">
                  {groupNames[kind]}
                </div>
              )}
              <div
                id={`${id}-${index}`}
                data-index={index}
                role="option"
                aria-selected={index === active}
                className={sameScope(each.scope, chosen) ? "chosen" : undefined}
                onPointerMove={() => setAt(index)}
                onClick={() => onChoose(each.scope)}
              >
                <span>{each.label}</span>
                {each.customers !== null && (
                  <span className="num aside" title={`${count(each.customers)} customers now`}>
                    {compact(each.customers)}
                  </span>
                )}
                {kind !== undefined && <span className="visually-hidden"> {kindNames[kind]}</span>}
              </div>
            </Fragment>
          );
        })}
      </div>
      {all !== null && rows.length === 0 && <p className="aside scope-none">Nothing is called “{text.trim()}”.</p>}
    </div>
  );
}
