import type { ReactNode } from "react";
import type { CustomerView, LastAnswer } from "../../api/contract";
import { mean, percent, plural, score } from "../../format/format";
import { Card, When } from "../../ui/parts";

export function ExperienceCard({ experience }: { readonly experience: CustomerView["experience"] }) {
  const { csat, nps, ces } = experience;
  if (csat.answers + nps.answers + ces.answers === 0) return null;
  return (
    <Card title="Experience">
      <ul className="rows">
        <Answer name="NPS" scale={10} answer={nps} answers={nps.answers} all={`score ${score(nps.score)}`} />
        <Answer name="CSAT" scale={5} answer={csat} answers={csat.answers} all={`${percent(csat.share)} satisfied`} />
        <Answer name="CES" scale={7} answer={ces} answers={ces.answers} all={`mean ${mean(ces.mean)}`} />
      </ul>
    </Card>
  );
}

interface AnswerProps {
  readonly name: string;
  readonly scale: number;
  readonly answer: LastAnswer;
  readonly answers: number;
  readonly all: ReactNode;
}

function Answer({ name, scale, answer, answers, all }: AnswerProps) {
  if (answers === 0) return null;
  return (
    <li>
      <span className="answer">
        <b>
          {name} {answer.last} of {scale}
        </b>
        <span className="aside">
          {answers > 1 ? <>{plural(answers, "answer", "answers")}, {all}</> : "1 answer"}
        </span>
      </span>
      {answer.comment && <blockquote>{answer.comment}</blockquote>}
      {answer.at !== null && (
        <span className="aside">
          <When at={answer.at} />
        </span>
      )}
    </li>
  );
}
