import { drawPanel, panelHeight, panelWidth, type Panel } from '../chart/panel.ts';
import { colour, group, svg, text } from '../chart/svg.ts';
import type { ScalingRow } from './figures.ts';
import { predict } from './model.ts';

const cores = [1, 2, 4, 8, 16, 32];
const titleHeight = 50;
/** The same in every panel. */
const colours = { source: colour(1), host: colour(2), destination: colour(3) };

/** Cost, memory and prediction beside one another. */
export function scalingChart(title: string, rows: readonly ScalingRow[], coresHere: number): string {
  const panels = [costPanel(rows), memoryPanel(rows), predictionPanel(rows, coresHere)];
  const height = titleHeight + Math.max(...panels.map(panelHeight));
  const width = panels.length * panelWidth + 20;
  return svg(width, height, [
    text(width / 2, 30, title, { anchor: 'middle', size: 18, bold: true }),
    ...panels.flatMap((panel, index) => group(10 + index * panelWidth, titleHeight, drawPanel(panel))),
  ]);
}

function costPanel(rows: readonly ScalingRow[]): Panel {
  const parts = [
    ['source server', 'sourceServer', colour(0)],
    ['source processes', 'source', colours.source],
    ['host', 'host', colours.host],
    ['destination processes', 'destination', colours.destination],
    ['destination server', 'destinationServer', colour(4)],
  ] as const;
  return {
    title: 'CPU time',
    xTitle: 'P',
    xLabels: rows.map(({ parallelism }) => String(parallelism)),
    yTitle: 'CPU seconds per million rows',
    kind: 'stacked',
    series: parts.map(([name, , colour]) => ({ name, colour })),
    values: parts.map(([, key]) => rows.map(({ costs }) => costs[key])),
  };
}

function memoryPanel(rows: readonly ScalingRow[]): Panel {
  const parts = [
    ['largest source process', 'source', colours.source],
    ['host', 'host', colours.host],
    ['largest destination process', 'destination', colours.destination],
  ] as const;
  return {
    title: 'Peak resident memory of a process',
    xTitle: 'P',
    xLabels: rows.map(({ parallelism }) => String(parallelism)),
    yTitle: 'MB',
    kind: 'grouped',
    series: parts.map(([name, , colour]) => ({ name, colour })),
    values: parts.map(([, key]) => rows.map(({ peak }) => peak[key] / 1e6)),
  };
}

function predictionPanel(rows: readonly ScalingRow[], coresHere: number): Panel {
  const here = cores.indexOf(coresHere);
  return {
    title: 'Predicted speed (points: measured)',
    xTitle: 'cores',
    xLabels: cores.map(String),
    yTitle: 'million rows a second',
    kind: 'lines',
    series: rows.map(({ parallelism }, index) => ({ name: `P=${parallelism}`, colour: colour(index) })),
    values: rows.map(({ costs }) => cores.map((count) => predict(costs, count).rate)),
    points: here === -1 ? [] : rows.map(({ rate }, index) => [index, here, rate]),
  };
}
