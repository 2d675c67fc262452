import type { FoundSetting, RunResult } from '../../engine/types.ts';
import type { Line } from '../output.ts';
import { knobValue, signed } from './autotune.ts';

/** In one line: who was waited for, and every knob with its value, where it came from, and what it has gained. */
export function foundLine({ settings, bottleneck, streams }: RunResult): readonly Line[] {
  // The one that the run was tuned by speaks for the others, else the largest.
  const [stream] = streams.toSorted(
    (a, b) => Number(b.autotune !== undefined) - Number(a.autotune !== undefined) || b.rowsRead - a.rowsRead,
  );
  if (stream === undefined || stream.settings.length === 0) return [];
  const knobs = [...settings, ...stream.settings].map(settingText).join(', ');
  return [[{ text: `  ${bottleneck === null ? '' : `${bottleneck.text}; `}${knobs}`, style: 'dim' }]];
}

/** `parallelism 6 (autotune, +48 %)`; where a pin could not be held to, why. */
function settingText({ knob, value, provenance, effect, reason }: FoundSetting): string {
  const gained = effect === undefined ? '' : `, ${signed(effect)}`;
  const why = provenance === 'pin' && reason !== undefined ? `, but ${reason}` : '';
  return `${knob} ${knobValue(knob, value)} (${provenance}${gained}${why})`;
}
