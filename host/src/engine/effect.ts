import type { Setting } from '@rapidbyte/connector';
import type { DecisionRecord } from '../autotune/record.ts';
import type { FoundSetting, Side } from './types.ts';

/** With what its value has gained, where the tuner has found and measured it. */
export function withEffect<Found extends Setting & { readonly side: Side }>(
  setting: Found,
  record: DecisionRecord | null,
): Found & FoundSetting {
  const id = `${setting.side}.${setting.knob}`;
  const effect = record?.effects[id];
  const isFound = setting.provenance === 'autotune' && record?.winner[id] === setting.value;
  return effect === undefined || !isFound ? setting : { ...setting, effect };
}
