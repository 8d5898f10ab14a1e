// What is wrong with the rule, place by place; what the server would write instead is one press away.
import type { RuleProblem } from "../../api/contract";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/icons";
import { Quoted } from "../rule/Quoted";

interface ProblemsProps {
  readonly problems: readonly RuleProblem[];
  /** What is allowed but looks like a slip. */
  readonly hints?: readonly RuleProblem[];
  /** The text has changed since: what is here is about to be checked again. */
  readonly stale: boolean;
  readonly onShow: (problem: RuleProblem) => void;
  readonly onTake: (problem: RuleProblem) => void;
}

export function Problems({ problems, hints = [], stale, onShow, onTake }: ProblemsProps) {
  return (
    <ul className={stale ? "rule-problems old" : "rule-problems"} aria-label="Problems">
      {[...problems, ...hints].map((problem, index) => (
        <li key={`${problem.start} ${problem.message}`} className={index < problems.length ? undefined : "mild"}>
          <Icon name="warning" />
          <button type="button" className="rule-problem-place" onClick={() => onShow(problem)} title="Show in the rule">
            {problem.line}:{problem.column}
          </button>
          <span>
            <Quoted text={problem.message} />
          </span>
          {problem.suggestion !== null && (
            <Button small disabled={stale} onClick={() => onTake(problem)}>
              Use <code>{problem.suggestion}</code>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
