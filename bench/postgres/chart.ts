import { frameHeight } from '../chart/frame.ts';
import { drawPanel, panelHeight, panelWidth, type Panel } from '../chart/panel.ts';
import { colour, group, svg } from '../chart/svg.ts';
import { drawTimeline, type Timeline } from '../chart/timeline.ts';
import { medianSeconds, type CaseResult, type Run } from '../runs.ts';
import { off, on } from './arms.ts';
import { shownRun } from './decisions.ts';
import { bestPinned } from './regret.ts';
import { probeWindows, throughput } from './throughput.ts';

const timelineWidth = 1100;

/** One run with autotune, its probe and its lock, and beside it those of the same round without; undefined before there is one. */
export function throughputChart(title: string, result: CaseResult): string | undefined {
  const tuned = shownRun(result);
  const tuning = tuned?.load?.tuning;
  if (tuned?.load === undefined) return undefined;
  const runOf = (name: string): Run | undefined =>
    result.arms.find(({ arm }) => arm === name)?.runs.find(({ round }) => round === tuned.round);
  const best = bestPinned(result)?.arm;
  const shown = [
    { name: off, run: runOf(off) },
    ...(best === undefined ? [] : [{ name: best, run: runOf(best) }]),
    { name: on, run: tuned },
  ].flatMap(({ name, run }, index) =>
    run?.load === undefined ? [] : [{ name, colour: colour(index), line: throughput(run.load) }],
  );
  const timeline: Timeline = {
    title: `${title}: throughput, round ${tuned.round}`,
    xTitle: 'seconds since the run began',
    yTitle: 'MB a second, over the last second',
    series: shown.map(({ name, colour }) => ({ name, colour })),
    lines: shown.map(({ line }) => line),
    spans: tuning === undefined ? [] : probeWindows(tuned.load, tuning),
    marks:
      tuning === undefined
        ? []
        : [{ at: tuning.at, label: tuning.outcome === 'skipped' ? 'skipped' : 'values locked' }],
  };
  const height = frameHeight(timeline);
  return svg(timelineWidth, height, drawTimeline(timeline, timelineWidth));
}

/** Each arm's median time ÷ that of the best pinned point, or of the fastest arm where none was pinned. */
export function regretChart(title: string, result: CaseResult): string {
  const arms = result.arms.filter(({ runs }) => runs.length > 0);
  const best = bestPinned(result);
  const least = best === undefined ? Math.min(...arms.map(medianSeconds)) : medianSeconds(best);
  const panel: Panel = {
    title: `${title}: time of the whole run`,
    xTitle: `relative to ${best?.arm ?? 'the fastest'}`,
    xLabels: [''],
    yTitle: 'times as long',
    kind: 'grouped',
    series: arms.map(({ arm }, index) => ({ name: arm, colour: colour(index) })),
    values: arms.map((arm) => [medianSeconds(arm) / least]),
  };
  return svg(panelWidth, panelHeight(panel), group(0, 0, drawPanel(panel)));
}
