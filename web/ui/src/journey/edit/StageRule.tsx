// Where a stage's rule is written.
import type { RuleProblem } from "../../api/contract";

interface StageRuleProps {
  readonly label: string;
  readonly text: string;
  readonly problems: readonly RuleProblem[];
  readonly onWrite: (rule: string) => void;
}

export function StageRule({ label, text, problems, onWrite }: StageRuleProps) {
  return (
    <textarea
      className="input stage-rule"
      aria-label={label}
      aria-invalid={problems.length > 0 || undefined}
      rows={Math.max(1, text.split("\n").length)}
      value={text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onWrite(event.target.value)}
    />
  );
}
