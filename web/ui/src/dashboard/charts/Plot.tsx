// The drawing itself, by uPlot. One plot lives as long as its series do: new data only moves its lines, nothing is built
// anew, so nothing flickers.
import { useEffect, useEffectEvent, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import * as format from "../../format/format";
import { useStore } from "../../live/store";
import { theme } from "../../ui/theme";
import { calmRange, splitUnfinished, stepRange, type ChartData, type Colour } from "./data";
import { inUtc, once, stepTick } from "./steps";

// Counts have no halves, and money that small needs no line of its own.
const wholeSteps = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

interface PlotProps {
  readonly data: ChartData;
  /** The same for all charts that share a pointer. */
  readonly group: string;
  /** The step under the pointer; null when there is none. */
  readonly onPoint: (index: number | null) => void;
  /** Set by the keyboard. */
  readonly point: number | null;
}

export default function Plot({ data, group, onPoint, point }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const drawn = useRef<ChartData>(data);
  const { theme: shownTheme } = useStore(theme);
  const report = useEffectEvent(onPoint);
  const shape = `${data.step}|${data.bounds?.join() ?? ""}|${data.series.map((s) => `${s.label}:${s.kind}:${s.colour}:${s.scale ?? ""}`).join()}`;
  const current = useEffectEvent(() => data);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let rem = rootSize();
    const build = () => {
      plot.current?.destroy();
      drawn.current = current();
      plot.current = new uPlot(options(element, drawn, group, rem, (index) => report(index)), columns(drawn.current), element);
    };
    build();
    const resized = new ResizeObserver(() => {
      // On a wall the type grows with the screen, and the axes with it.
      if (rootSize() !== rem) {
        rem = rootSize();
        build();
      } else if (element.clientWidth > 0) {
        plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight });
      }
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape, shownTheme, group]);

  useEffect(() => {
    if (plot.current === null || drawn.current === data) return;
    drawn.current = data;
    plot.current.setData(columns(data));
  }, [data]);

  useEffect(() => {
    const start = point === null ? undefined : data.starts[point];
    if (start === undefined) return;
    const chart = plot.current;
    chart?.setCursor({ left: chart.valToPos(start, "x"), top: 10 });
    return () => chart?.setCursor({ left: -10, top: -10 });
  }, [point, data.starts]);

  return <div className="plot" ref={frame} />;
}

function columns(data: ChartData): uPlot.AlignedData {
  return [[...data.starts], ...data.series.flatMap((series) => splitUnfinished(series.values, series.open))];
}

function rootSize(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function options(
  element: HTMLElement,
  data: { readonly current: ChartData },
  group: string,
  rem: number,
  onPoint: (index: number | null) => void,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: Colour | "line" | "muted") => style.getPropertyValue(`--${name}`).trim();
  const { step, bounds, series } = data.current;
  const font = `${Math.round(rem * 0.72)}px ${style.getPropertyValue("--font")}`;
  const right = series.find((each) => each.scale === "right");
  const axis = { font, stroke: colour("muted"), ticks: { show: false }, gap: Math.round(rem / 4) };

  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [Math.round(rem / 2), right ? 0 : Math.round(rem), 0, 0],
    legend: { show: false },
    ...(inUtc(step) ? { tzDate: (at: number) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC") } : {}),
    cursor: {
      y: false,
      sync: { key: group, setSeries: false },
      drag: { x: false, y: false },
      points: { size: Math.round(rem / 2.2) },
    },
    scales: {
      x: {
        time: true,
        // From the data itself: around a single step uPlot would lay years.
        range: () => stepRange(data.current),
      },
      y: { range: (_, low, high) => (bounds ? [bounds[0], bounds[1]] : calmRange(low, high)) },
      right: { range: (_, __, high) => [0, Math.max(4, calmRange(0, high)[1] * 2)] },
    },
    axes: [
      {
        ...axis,
        size: Math.round(rem * 1.5),
        space: rem * 4.5,
        grid: { show: false },
        values: (_, splits) => once(splits.map((at) => stepTick(at, step))),
      },
      {
        ...axis,
        scale: "y",
        // Always as wide, so that the plot stays where it is when the numbers grow.
        size: Math.round(rem * 3.4),
        space: rem * 2.2,
        incrs: wholeSteps,
        grid: { stroke: colour("line"), width: 1 },
        values: (_, splits) => splits.map((value) => format.compact(value)),
        ...(bounds ? { splits: () => ticksBetween(bounds) } : {}),
      },
      ...(right
        ? [
            {
              ...axis,
              scale: "right",
              side: 1 as const,
              size: Math.round(rem * 2),
              space: rem * 2.2,
              incrs: wholeSteps,
              grid: { show: false },
              values: (_: uPlot, splits: number[]) => splits.map((value) => format.compact(value)),
            },
          ]
        : []),
    ],
    series: [
      {},
      ...series.flatMap((each): uPlot.Series[] => {
        const stroke = colour(each.colour);
        const scale = each.scale ?? "y";
        const label = each.label;
        const paths = uPlot.paths.bars?.({ size: [0.72, 48] });
        const bar = { label, scale, width: 0, points: { show: false }, ...(paths ? { paths } : {}) };
        const [strong, weak] = each.colour === "faint" ? ["55", "33"] : ["d9", "66"];
        if (each.kind === "bars") return [{ ...bar, fill: `${stroke}${strong}` }, { ...bar, fill: `${stroke}${weak}` }];
        const points = { show: each.open === "joined", size: rem / 4, fill: stroke };
        const line = { label, scale, stroke, width: rem / 9, spanGaps: true, points };
        const area = series.length === 1 ? { fill: `${stroke}1f` } : {};
        return [{ ...line, ...area }, each.open === "bar" ? { ...bar, fill: `${stroke}55` } : { ...line, dash: [3, 4] }];
      }),
    ],
    hooks: {
      setCursor: [(chart) => onPoint(chart.cursor.left !== undefined && chart.cursor.left >= 0 ? (chart.cursor.idx ?? null) : null)],
    },
  };
}

function ticksBetween([low, high]: readonly [number, number]): number[] {
  const step = (high - low) / (high - low === 6 ? 3 : 4);
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
}
