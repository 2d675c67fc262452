import type { StreamPositionRecord } from '../../state/types.ts';
import type { Line } from '../output.ts';
import { formatTime } from './history.ts';
import { countOf } from './quantity.ts';

/** Positions are opaque to everyone but their source: their bytes are all there is to show. */
export function positionLines(pipeline: string, positions: readonly StreamPositionRecord[]): readonly Line[] {
  if (positions.length === 0) return [[`no position is remembered of ${pipeline}`]];
  return [
    ...positions.map(({ stream, position, savedAt, runId }): Line => [
      { text: stream, style: 'bold' },
      position === null ? '  none' : `  0x${position.order}`,
      { text: position === null ? '' : `  of history 0x${position.incarnation}`, style: 'dim' },
      { text: `  ${formatTime(savedAt)}, run ${runId.slice(0, 8)}`, style: 'dim' },
    ]),
    [{ text: 'as the destination has said last; a run asks it anew, and its answer counts', style: 'dim' }],
  ];
}

export interface ResetSummary {
  readonly stream: string;
  readonly writeMode: string;
  readonly positionDropped: boolean;
}

export function resetLines({ stream, writeMode, positionDropped }: ResetSummary): readonly Line[] {
  const what = positionDropped ? 'its position is forgotten' : 'the destination had no position of it';
  const rows = writeMode === 'append' ? '; with write_mode append, all rows are added to those that are there' : '';
  return [[{ text: stream, style: 'bold' }, `: ${what}; the next run reads it from the beginning${rows}`]];
}

export function importLines({ pipeline, runs, positions }: ImportSummary): readonly Line[] {
  return [
    [
      { text: pipeline, style: 'bold' },
      `: ${countOf(runs, 'run')} and ${countOf(positions, 'position')} taken over; what was known or newer stays`,
    ],
  ];
}

export interface ImportSummary {
  readonly pipeline: string;
  readonly runs: number;
  readonly positions: number;
}
