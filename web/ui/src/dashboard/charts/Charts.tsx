// The charts of the dashboard. They share a pointer: what one reads, all read, at the same step.
import { useMemo, useRef, useState } from "react";
import type { Trend } from "../../api/contract";
import { Segmented } from "../../ui/Segmented";
import { Chart } from "./Chart";
import { holdSteps } from "./data";
import { eventsData, ordersData, revenueData, scoreData, scoreKeys, type ScoreKey } from "./panels";

const group = "dashboard";

interface ChartsProps {
  readonly trend: Trend | null;
  readonly score: ScoreKey;
  readonly onScore: (score: ScoreKey) => void;
}

export function Charts({ trend, score, onScore }: ChartsProps) {
  const [pointing, setPointing] = useState(false);
  const shown = useHeldSteps(trend, pointing);
  const events = useMemo(() => shown && eventsData(shown), [shown]);
  const revenue = useMemo(() => shown && revenueData(shown), [shown]);
  const orders = useMemo(() => shown && ordersData(shown), [shown]);
  const scores = useMemo(() => shown && scoreData(shown, score), [shown, score]);

  return (
    <div className="charts" onPointerEnter={() => setPointing(true)} onPointerLeave={() => setPointing(false)}>
      <Chart title="Events" data={events} group={group} />
      <Chart title="Revenue" data={revenue} group={group} />
      <Chart title="Orders" data={orders} group={group} />
      <Chart
        title="Experience"
        data={scores}
        group={group}
        choice={
          <Segmented label="Score" segments={scoreKeys.map((key) => ({ key, label: key.toUpperCase() }))} chosen={score} onChoose={onScore} />
        }
      />
    </div>
  );
}

function useHeldSteps(trend: Trend | null, pointing: boolean): Trend | null {
  const held = useRef<Trend | null>(null);
  const shown = trend !== null && pointing && held.current !== null ? holdSteps(held.current, trend) : trend;
  held.current = shown;
  return shown;
}
