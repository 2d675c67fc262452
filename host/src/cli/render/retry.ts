import type { RunEvent } from '../../engine/run-event.ts';
import type { Line } from '../output.ts';
import { formatSeconds } from './quantity.ts';

/** Something has failed, and is tried again. */
export function retryLines(event: Extract<RunEvent, { type: 'retrying' }>): readonly Line[] {
  const { attempt, maxAttempts, delayMs, what, stream, unit, error } = event;
  const subject =
    what === 'unit' ? `unit ${unit ?? ''} of ${stream ?? ''}` : what === 'publish' ? 'publishing' : 'the load';
  return [
    [
      { text: 'retrying', style: 'yellow' },
      ` ${subject} in ${formatSeconds(delayMs / 1000)} (attempt ${attempt} of ${maxAttempts}): `,
      error.message,
      { text: ` (${error.code})`, style: 'dim' },
    ],
  ];
}
