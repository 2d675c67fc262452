import { ticks } from './scale.ts';
import { circle, grid, group, ink, line, polyline, rectangle, text } from './svg.ts';

export interface Series {
  readonly name: string;
  readonly colour: string;
}

/** One chart with a y axis from 0, its legend below. `values[series][x]`; of what there is none, NaN. */
export interface Panel {
  readonly title: string;
  readonly xTitle: string;
  readonly xLabels: readonly string[];
  readonly yTitle: string;
  readonly series: readonly Series[];
  readonly values: readonly (readonly number[])[];
  /** Stacked bars; bars side by side; lines, with a point for every value in `points`. */
  readonly kind: 'stacked' | 'grouped' | 'lines';
  /** Series, place on the x axis, value. */
  readonly points?: readonly (readonly [number, number, number])[];
}

export const panelWidth = 400;
const plot = { left: 66, top: 40, width: 314, height: 240 } as const;
const legendTop = plot.top + plot.height + 62;
const legendRow = 20;

export function panelHeight({ series }: Panel): number {
  return legendTop + series.length * legendRow + 10;
}

export function drawPanel(panel: Panel): string[] {
  const marks = ticks(highest(panel));
  const top = marks.at(-1) ?? 1;
  const y = (value: number): number => plot.height * (1 - value / top);
  const slot = plot.width / panel.xLabels.length;
  const x = (index: number): number => slot * (index + 0.5);
  return [
    text(panelWidth / 2, 20, panel.title, { anchor: 'middle', size: 15, bold: true }),
    ...group(plot.left, plot.top, [
      ...marks.flatMap((mark) => [
        line(0, y(mark), plot.width, y(mark), mark === 0 ? ink : grid),
        text(-8, y(mark) + 4, String(mark), { anchor: 'end' }),
      ]),
      text(-52, plot.height / 2, panel.yTitle, { anchor: 'middle', rotate: -90 }),
      ...panel.xLabels.map((label, index) => text(x(index), plot.height + 18, label, { anchor: 'middle' })),
      text(plot.width / 2, plot.height + 40, panel.xTitle, { anchor: 'middle' }),
      ...(panel.kind === 'lines' ? drawLines(panel, x, y) : drawBars(panel, slot, y)),
    ]),
    ...panel.series.flatMap(({ name, colour }, index) => [
      rectangle(plot.left, legendTop + index * legendRow, 12, 12, colour),
      text(plot.left + 20, legendTop + index * legendRow + 11, name),
    ]),
  ];
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
