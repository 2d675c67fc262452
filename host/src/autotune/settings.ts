import type { KnobValue } from './knob.ts';
import type { KnobSettings, TunableKnob } from './types.ts';

/** The name of a knob in settings and records: `host.parallelism`. */
export function knobId({ side, knob }: Pick<TunableKnob, 'side' | 'knob'>): string {
  return `${side}.${knob.name}`;
}

export function baselineSettings(knobs: readonly TunableKnob[]): KnobSettings {
  return new Map(knobs.map((each) => [knobId(each), each.baseline]));
}

export function withValue(settings: KnobSettings, id: string, value: KnobValue): KnobSettings {
  return new Map([...settings, [id, value]]);
}

/** The same text exactly where the same values are set. */
export function settingsKey(settings: KnobSettings): string {
  return JSON.stringify([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where `actual` differs from what was wanted: `destination.copy_flush_bytes is 4194304 instead of 8388608`, and why. */
export function difference(
  wanted: KnobSettings,
  actual: KnobSettings,
  reasons: ReadonlyMap<string, string> = new Map(),
): string | null {
  for (const [id, value] of wanted) {
    const found = actual.get(id);
    if (found === value) continue;
    const reason = reasons.get(id);
    return `${id} is ${String(found)} instead of ${String(value)}${reason === undefined ? '' : `: ${reason}`}`;
  }
  return null;
}

export function plainSettings(settings: KnobSettings): Readonly<Record<string, KnobValue>> {
  return Object.fromEntries(settings);
}
