import type { DecisionRecord } from '../../autotune/record.ts';
import type { Line } from '../output.ts';
import { formatBytes, formatSeconds } from './quantity.ts';

/** In one line: what the tuner has made of it. */
export function tunedLine(record: DecisionRecord): Line {
  const changes = Object.entries(record.winner)
    .filter(([knob, value]) => record.baseline[knob] !== value)
    .map(([knob, value]) => `${knob} ${String(record.baseline[knob])} → ${String(value)}`);
  const gain = record.gain === null ? '' : `, ${percent(record.gain)} faster than before`;
  const what = record.outcome === 'changed' ? `${changes.join(', ')}${gain}` : record.reason;
  const bound = record.bottleneck === null ? '' : `; ${record.bottleneck.text}`;
  return [{ text: `            autotune ${record.outcome}: ${what}${bound}`, style: 'dim' }];
}

/** Every window, and why each value was taken or left. */
export function explainLines(record: DecisionRecord): readonly Line[] {
  const lines: Line[] = [
    [{ text: `autotune of ${record.stream}: ${record.outcome}`, style: 'bold' }, `, ${record.reason}`],
  ];
  if (record.bottleneck !== null) lines.push([`  at the start: ${record.bottleneck.text}`]);
  for (const { knob, why, candidates, winner, margin, needed, decidedBy } of record.rounds) {
    lines.push([`  ${knob}: `, { text: why, style: 'dim' }]);
    for (const candidate of candidates) {
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
        { text: `    ${candidate.value.padEnd(10)}`, style: candidate.value === winner ? 'green' : 'dim' },
        ` ${formatBytes(candidate.bytesPerSecond).padStart(10)}/s  ${ahead.padEnd(13)} ${rates}${left}`,
      ]);
    }
    const by = margin === null ? '' : `, by ${percent(margin)}`;
    const least = needed === null ? '' : ` (at least ${percent(needed)} was needed)`;
    lines.push([`    taken: ${winner}${by}${least}; `, { text: decidedBy, style: 'dim' }]);
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

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(Math.abs(ratio) < 0.1 ? 1 : 0)} %`;
}

function signed(ratio: number): string {
  return `${ratio < 0 ? '−' : '+'}${percent(Math.abs(ratio))}`;
}
