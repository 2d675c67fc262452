import { drawFrame, frameHeight, plotWidth, yOf, type Frame } from './frame.ts';
import { ticks } from './scale.ts';
import { circle, ink, polyline, rectangle } from './svg.ts';

/** One chart with a y axis from 0, its legend below. `values[series][x]`; of what there is none, NaN. */
export interface Panel extends Frame {
  readonly xLabels: readonly string[];
  readonly values: readonly (readonly number[])[];
  /** Stacked bars; bars side by side; lines, with a point for every value in `points`. */
  readonly kind: 'stacked' | 'grouped' | 'lines';
  /** Series, place on the x axis, value. */
  readonly points?: readonly (readonly [number, number, number])[];
}

export const panelWidth = 400;
export const panelHeight = (panel: Panel): number => frameHeight(panel);

export function drawPanel(panel: Panel): string[] {
  const marks = ticks(highest(panel));
  const y = yOf(marks);
  const slot = plotWidth(panelWidth) / panel.xLabels.length;
  const x = (index: number): number => slot * (index + 0.5);
  const labels = panel.xLabels.map((label, index) => [x(index), label] as const);
  const content = panel.kind === 'lines' ? drawLines(panel, x, y) : drawBars(panel, slot, y);
  return drawFrame(panel, panelWidth, marks, labels, content);
}

function highest({ kind, values, xLabels, points = [] }: Panel): number {
  const columns = xLabels.map((_, x) => values.map((ofSeries) => ofSeries[x] ?? Number.NaN).filter(Number.isFinite));
  const heights = columns.map((column) =>
    kind === 'stacked' ? column.reduce((sum, value) => sum + value, 0) : Math.max(0, ...column),
  );
  return Math.max(...heights, ...points.map(([, , value]) => value));
}

function drawBars({ kind, values, xLabels, series }: Panel, slot: number, y: (value: number) => number): string[] {
  const width = slot * 0.7;
  const bar = kind === 'stacked' ? width : width / values.length;
  return xLabels.flatMap((_, x) => {
    let below = 0;
    return values.flatMap((ofSeries, index) => {
      const value = ofSeries[x] ?? Number.NaN;
      if (!Number.isFinite(value)) return [];
      const left = slot * (x + 0.5) - width / 2 + (kind === 'stacked' ? 0 : index * bar);
      const bottom = kind === 'stacked' ? below : 0;
      below += value;
      return [rectangle(left, y(bottom + value), bar, y(bottom) - y(bottom + value), series[index]?.colour ?? ink)];
    });
  });
}

function drawLines(
  { values, series, points = [] }: Panel,
  x: (index: number) => number,
  y: (value: number) => number,
): string[] {
  return [
    ...values.map((ofSeries, index) =>
      polyline(
        ofSeries.map((value, place): [number, number] => [x(place), y(value)]),
        series[index]?.colour ?? ink,
      ),
    ),
    ...points.map(([index, place, value]) => circle(x(place), y(value), series[index]?.colour ?? ink)),
  ];
}
