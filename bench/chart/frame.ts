import { grid, group, ink, line, rectangle, text } from './svg.ts';

export interface Series {
  readonly name: string;
  readonly colour: string;
}

/** What is around a chart: title, axes, legend. */
export interface Frame {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly Series[];
}

/** Labels of the x axis, at their places in pixels. */
export type XLabels = readonly (readonly [number, string])[];

const margin = { left: 66, right: 20 } as const;
const plotTop = 40;
export const plotHeight = 240;
const legendTop = plotTop + plotHeight + 62;
const legendRow = 20;

export function plotWidth(width: number): number {
  return width - margin.left - margin.right;
}

export function frameHeight({ series }: Frame): number {
  return legendTop + series.length * legendRow + 10;
}

/** @param marks of the y axis, from 0 on */
export function drawFrame(
  frame: Frame,
  width: number,
  marks: readonly number[],
  xLabels: XLabels,
  content: readonly string[],
): string[] {
  const y = yOf(marks);
  const inside = plotWidth(width);
  return [
    text(width / 2, 20, frame.title, { anchor: 'middle', size: 15, bold: true }),
    ...group(margin.left, plotTop, [
      ...marks.flatMap((mark) => [
        line(0, y(mark), inside, y(mark), mark === 0 ? ink : grid),
        text(-8, y(mark) + 4, String(mark), { anchor: 'end' }),
      ]),
      text(-52, plotHeight / 2, frame.yTitle, { anchor: 'middle', rotate: -90 }),
      ...xLabels.map(([x, label]) => text(x, plotHeight + 18, label, { anchor: 'middle' })),
      text(inside / 2, plotHeight + 40, frame.xTitle, { anchor: 'middle' }),
      ...content,
    ]),
    ...frame.series.flatMap(({ name, colour }, index) => [
      rectangle(margin.left, legendTop + index * legendRow, 12, 12, colour),
      text(margin.left + 20, legendTop + index * legendRow + 11, name),
    ]),
  ];
}

/** From a value to its place, the highest mark at the top. */
export function yOf(marks: readonly number[]): (value: number) => number {
  const top = marks.at(-1) ?? 1;
  return (value) => plotHeight * (1 - value / top);
}
