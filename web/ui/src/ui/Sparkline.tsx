// A line the size of a word: where a figure came from. It says nothing that is not said elsewhere too.
import { sparkPath } from "./spark";

interface SparklineProps {
  /** Oldest first; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  /** The last value is of a step that has not ended: it is drawn apart. */
  readonly unfinished?: boolean;
  readonly className?: string;
}

const width = 100;
const height = 24;

export function Sparkline({ values, unfinished = false, className }: SparklineProps) {
  const { line, area, last } = sparkPath(values, width, height, unfinished);
  return (
    <svg
      className={className ? `sparkline ${className}` : "sparkline"}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="spark-area" d={area} />
      <path className="spark-line" d={line} />
      {last !== "" && <path className="spark-last" d={last} />}
    </svg>
  );
}
