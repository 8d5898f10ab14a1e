// Where a rule is written. The editor's program is fetched when the first one is shown; its place is kept until then.
import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState, type Ref } from "react";
import type { RuleProblem } from "../../api/contract";
import { Note } from "../../ui/parts";
import type { RuleWords } from "../rule/words";
import type { Editor } from "./code";
import "../rule/rule.css";
import "./editor.css";

export interface RuleEditorHandle {
  /** Another text altogether; `onWrite` hears of it as of every change. */
  set(text: string): void;
  replace(from: number, to: number, text: string): void;
  select(from: number, to: number): void;
  insert(text: string): void;
}

const none: readonly RuleProblem[] = [];

interface RuleEditorProps {
  /** Where it begins; from then on the text is the editor's, and `onWrite` says what it has become. */
  readonly text: string;
  /** What is written here; said by screen readers. */
  readonly label: string;
  readonly placeholder?: string;
  readonly problems: readonly RuleProblem[];
  readonly hints?: readonly RuleProblem[];
  readonly words: RuleWords;
  readonly onWrite: (text: string) => void;
  readonly onPlace?: (cursor: number) => void;
  readonly onTake: (problem: RuleProblem) => void;
  readonly onDone?: () => void;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<RuleEditorHandle>;
}

export function RuleEditor({ text, label, placeholder = "", problems, hints = none, words, onWrite, onPlace, onTake, onDone, autoFocus = false, ref }: RuleEditorProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [error, setError] = useState<string | null>(null);
  const latest = useRef(words);
  const write = useEffectEvent(onWrite);
  const place = useEffectEvent((cursor: number) => onPlace?.(cursor));
  const take = useEffectEvent(onTake);
  const done = useEffectEvent(() => onDone?.());
  const first = useEffectEvent(() => ({ text, placeholder, autoFocus }));

  useEffect(() => {
    latest.current = words;
  }, [words]);

  useEffect(() => {
    let open: Editor | null = null;
    let gone = false;
    void import("./code").then(
      ({ openEditor }) => {
        if (gone || !frame.current) return;
        const begin = first();
        open = openEditor(frame.current, {
          text: begin.text,
          label,
          placeholder: begin.placeholder,
          words: () => latest.current,
          onWrite: (next) => write(next),
          onPlace: (cursor) => place(cursor),
          onTake: (problem) => take(problem),
          onDone: () => done(),
        });
        if (begin.autoFocus) open.select(begin.text.length, begin.text.length);
        setEditor(open);
      },
      (problem: unknown) => !gone && setError(problem instanceof Error ? problem.message : String(problem)),
    );
    return () => {
      gone = true;
      open?.close();
      setEditor(null);
    };
  }, [label]);

  useEffect(() => editor?.mark(problems, hints), [editor, problems, hints]);

  useImperativeHandle(
    ref,
    () => ({
      set: (next) => (editor ? editor.set(next) : onWrite(next)),
      replace: (from, to, words) => editor?.replace(from, to, words),
      select: (from, to) => editor?.select(from, to),
      insert: (words) => editor?.insert(words),
    }),
    [editor, onWrite],
  );

  if (error !== null) return <Note tone="bad">The editor could not be loaded: {error}. Load the page again.</Note>;
  return (
    <div className="rule-editor" ref={frame}>
      {editor === null && <div className="rule-editor-place">{text}</div>}
    </div>
  );
}
