import { table } from '../report/markdown.ts';
import { armSection, heading, medianSection, runSection, type Report } from '../report/sections.ts';
import type { CaseResult } from '../runs.ts';
import { allBytes, scalingRows, type ScalingRow } from './figures.ts';
import { predict, totalCost, withParallelism, type Costs } from './model.ts';

export interface ScalingReport extends Report {
  readonly coresHere: number;
  /** The chart's file beside the report. */
  readonly chartOf: (result: CaseResult) => string;
}

const predictedCores = 16;

export function formatScalingReport(report: ScalingReport): string {
  return [
    ...heading('What parallelism costs, and what it would bring', report),
    ...report.results.flatMap((result) => caseSection(result, report)),
    ...medianSection(report.results),
    ...runSection(report.results),
    ...armSection(report.arms),
  ].join('\n');
}

function caseSection(result: CaseResult, { chartOf, coresHere }: ScalingReport): string[] {
  const rows = scalingRows(result);
  return [
    `## ${result.case.name}`,
    '',
    `${(result.tableBytes / 1e9).toFixed(2)} GB without its key.`,
    '',
    `![CPU time and memory against P, and predicted speed](${chartOf(result)})`,
    '',
    'CPU seconds per million rows, the processes of a kind together; medians over the rounds.',
    '',
    ...table(
      ['P', 's', 'Mrows/s', 'host', 'source', 'destination', 'source server', 'destination server', 'in all'],
      rows.map(costRow),
    ),
    '',
    'Peak resident memory (VmHWM), MB of 10⁶ bytes, of every process, in the round in which they had most together.',
    '',
    ...table(
      ['P', 'host', 'source processes', 'destination processes', 'in all'],
      rows.map(({ parallelism, memoryBytes: { host, source, destination }, memoryBytes }) => [
        String(parallelism),
        ...[host, source, destination].map((each) => each.map(megabytes).join(', ')),
        megabytes(allBytes(memoryBytes)),
      ]),
    ),
    '',
    ...predictionSection(result, rows, coresHere),
  ];
}

function costRow({ parallelism, seconds, rate, costs, totalCost }: ScalingRow): string[] {
  const { host, source, destination, sourceServer, destinationServer } = costs;
  return [
    String(parallelism),
    ...[seconds, rate, host, source, destination, sourceServer, destinationServer, totalCost].map((value) =>
      value.toFixed(3),
    ),
  ];
}

function predictionSection(result: CaseResult, rows: readonly ScalingRow[], coresHere: number): string[] {
  const last = rows.at(-1);
  const predicted: (readonly [string, Costs])[] = rows.map(({ parallelism, costs }) => [String(parallelism), costs]);
  if (last !== undefined && last.parallelism < predictedCores) {
    const label = `${predictedCores}, a row costing as with P=${last.parallelism}`;
    predicted.push([label, withParallelism(last.costs, predictedCores)]);
  }
  return [
    `### With ${predictedCores} cores, predicted`,
    '',
    'Million rows a second = min(cores ÷ CPU seconds per million rows, rate of the slowest serial part). CPU is all of it, the',
    'servers’ included, as measured here. Serial parts, which can’t use more than a core each: P backends of either server, our',
    'processes of either kind (as many as there were), the relaying host’s one thread. A backend is taken to do all that its',
    'server did, its share of building the key and writing out included: the true limit is higher. Start-up and the key, which',
    `is built when the rows are there (${result.keySeconds.toFixed(1)} s in the source, when it was filled), come on top. The same model for`,
    `the ${coresHere} cores of this machine stands beside what was measured, start-up and key included.`,
    '',
    ...table(
      [
        'P',
        'cores alone',
        'slowest serial part',
        'its rate',
        `${predictedCores} cores`,
        'limited by',
        `${coresHere} cores, predicted`,
        'measured',
      ],
      predicted.map(([label, costs], index) => {
        const there = predict(costs, predictedCores);
        return [
          label,
          (predictedCores / totalCost(costs)).toFixed(2),
          there.slowestPart,
          there.serialRate.toFixed(2),
          there.rate.toFixed(2),
          there.limit,
          predict(costs, coresHere).rate.toFixed(3),
          rows[index]?.rate.toFixed(3) ?? '',
        ];
      }),
    ),
    '',
  ];
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
