import type { DecisionRecord, RoundRecord } from '../../autotune/record.ts';
import type { RunEvent } from '../../engine/run-event.ts';
import type { Line } from '../output.ts';
import { formatBytes, formatSeconds } from './quantity.ts';

/** In one line: what the tuner has made of it. */
export function tunedLine(record: DecisionRecord): Line {
  return [{ text: `            autotune ${record.outcome}: ${decidedText(record)}`, style: 'dim' }];
}

/** `parallelism 2 → 6, 48 % faster` */
export function decidedText({ outcome, reason, baseline, winner, gain }: DecisionRecord): string {
  if (outcome !== 'changed') return reason;
  const changes = Object.entries(winner)
    .filter(([id, value]) => baseline[id] !== value)
    .map(([id, value]) => {
      const knob = knobName(id);
      return `${knob} ${knobValue(knob, baseline[id])} → ${knobValue(knob, value)}`;
    });
  return `${changes.join(', ')}${gain === null ? '' : `, ${percent(gain)} faster`}`;
}

/** What is being measured: `parallelism 3 beside 2, window 5` */
export function triedText({ window, compared, why }: Pick<WindowEvent, 'window' | 'compared' | 'why'>): string {
  if (compared === null) return `${why}, window ${window}`;
  const knob = knobName(compared.knob);
  const [value, ...beside] = [compared.value, ...compared.beside].map((each) => knobValue(knob, each));
  const what = compared.knob === 'all' ? why : `${knob} ${value} beside ${beside.join(', ')}`;
  return `${what}, window ${window}`;
}

type WindowEvent = Extract<RunEvent, { type: 'autotune_window' }>;

/** As `--pin` takes it: without the side. */
export function knobName(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}

/** Sizes are named for their unit. */
export function knobValue(knob: string, value: string | number | boolean | undefined): string {
  return typeof value === 'number' && knob.endsWith('_bytes') ? formatBytes(value) : String(value);
}

/** Every window, and why each value was taken or left. */
export function explainLines(record: DecisionRecord): readonly Line[] {
  const lines: Line[] = [
    [{ text: `autotune of ${record.stream}: ${record.outcome}`, style: 'bold' }, `, ${record.reason}`],
  ];
  if (record.bottleneck !== null) lines.push([`  at the start: ${record.bottleneck.text}`]);
  for (const round of record.rounds) {
    lines.push([`  ${round.knob}: `, { text: round.why, style: 'dim' }]);
    for (const candidate of round.candidates) {
      const ahead = candidate.incumbent
        ? 'as it was'
        : candidate.ahead === null
          ? 'not compared'
          : signed(candidate.ahead);
      const left = candidate.left === undefined ? '' : `; left: ${candidate.left}`;
      const rates = candidate.windows
        .map(({ number, bytesPerSecond }) => `#${number} ${formatBytes(bytesPerSecond)}/s`)
        .join(', ');
      lines.push([
        { text: `    ${candidate.value.padEnd(10)}`, style: candidate.value === round.winner ? 'green' : 'dim' },
        ` ${formatBytes(candidate.bytesPerSecond).padStart(10)}/s  ${ahead.padEnd(13)} ${rates}${left}`,
      ]);
    }
    lines.push([`    ${verdictText(round)}; `, { text: round.decidedBy, style: 'dim' }]);
  }
  for (const { knob, value, reason } of record.rejected)
    lines.push([`  left out: ${knob} ${String(value)}: ${reason}`]);
  const { windows, seconds, share } = record.probe;
  lines.push([
    `  cost: ${windows} windows, ${formatSeconds(seconds)}, ${percent(share)} of the rows, all of them part of the load`,
  ]);
  if (record.pins.length > 0) {
    lines.push([
      `  the same without a probe: ${record.pins.map(({ knob, value }) => `--pin ${knob}=${String(value)}`).join(' ')}`,
    ]);
  }
  return lines;
}

function verdictText({ candidates, winner, margin, needed }: RoundRecord): string {
  const least = needed === null ? '' : ` (at least ${percent(needed)} was needed)`;
  const isKept = candidates.some(({ value, incumbent }) => incumbent && value === winner);
  if (!isKept) return `taken: ${winner}${margin === null ? '' : `, by ${percent(margin)}`}${least}`;
  const next = candidates.find(({ incumbent, ahead }) => !incumbent && ahead !== null)?.ahead ?? null;
  return `kept: ${winner}${next === null ? '' : `, the next best came to ${signed(next)}`}${least}`;
}

export function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(Math.abs(ratio) < 0.1 ? 1 : 0)} %`;
}

export function signed(ratio: number): string {
  return `${ratio < 0 ? '−' : '+'}${percent(Math.abs(ratio))}`;
}
