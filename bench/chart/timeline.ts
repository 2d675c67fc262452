import { drawFrame, plotHeight, plotWidth, yOf, type Frame } from './frame.ts';
import { ticks } from './scale.ts';
import { line, polyline, rectangle, text } from './svg.ts';

/** A chart with numbers on both axes, from 0, and times that are marked. */
export interface Timeline extends Frame {
  /** Of each series, x and y. */
  readonly lines: readonly (readonly (readonly [number, number])[])[];
  /** Shaded, its label in it. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly label: string }[];
  /** A vertical line each. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
}

const shades = ['#eef3f8', '#dfe8f0'] as const;
const markColour = '#7a3b00';

export function drawTimeline(timeline: Timeline, width: number): string[] {
  const points = timeline.lines.flat();
  const xTicks = ticks(Math.max(0, ...points.map(([x]) => x)));
  const yTicks = ticks(Math.max(0, ...points.map(([, y]) => y)));
  const y = yOf(yTicks);
  const x = (value: number): number => (plotWidth(width) * value) / (xTicks.at(-1) ?? 1);
  const labels = xTicks.map((mark) => [x(mark), String(mark)] as const);
  return drawFrame(timeline, width, yTicks, labels, [
    ...timeline.spans.flatMap(({ from, to, label }, index) => {
      const middle = (x(from) + x(to)) / 2 + 3;
      return [
        rectangle(x(from), 0, x(to) - x(from), plotHeight, shades[index % 2] ?? shades[0]),
        text(middle, plotHeight - 4, label, { size: 9, rotate: -90 }),
      ];
    }),
    ...timeline.lines.map((ofSeries, index) =>
      polyline(
        ofSeries.map(([at, value]) => [x(at), y(value)]),
        timeline.series[index]?.colour ?? markColour,
      ),
    ),
    ...timeline.marks.flatMap(({ at, label }) => [
      line(x(at), 0, x(at), plotHeight, markColour),
      text(x(at) + 4, 12, label, { size: 11 }),
    ]),
  ]);
}
