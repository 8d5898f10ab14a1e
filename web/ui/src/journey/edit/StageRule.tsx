// Where a stage's rule is written: the studio's editor, with its words and its suggestions.
import { useRef } from "react";
import type { RuleProblem } from "../../api/contract";
import { RuleEditor, type RuleEditorHandle } from "../../segments/editor/RuleEditor";
import type { RuleWords } from "../../segments/rule/words";

interface StageRuleProps {
  readonly label: string;
  readonly text: string;
  readonly problems: readonly RuleProblem[];
  readonly words: RuleWords;
  readonly onWrite: (rule: string) => void;
}

export function StageRule({ label, text, problems, words, onWrite }: StageRuleProps) {
  const editor = useRef<RuleEditorHandle>(null);
  const take = ({ start, length, suggestion }: RuleProblem) => {
    if (suggestion === null) return;
    onWrite(text.slice(0, start) + suggestion + text.slice(start + length));
    editor.current?.select(start + suggestion.length, start + suggestion.length);
  };
  return (
    <div className="stage-rule">
      <RuleEditor ref={editor} label={label} text={text} problems={problems} words={words} onWrite={onWrite} onTake={take} />
    </div>
  );
}
