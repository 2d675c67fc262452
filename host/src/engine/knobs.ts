import type { Knob, KnobValue, Setting } from '@rapidbyte/connector';
import { parseByteSize } from '../config/byte-size.ts';
import type { KnobPin, PinnedValue } from '../config/types.ts';
import type { ProcessEnvironment } from '../connector/environment.ts';
import { PipelineError } from '../connector/error.ts';
import type { Side } from './types.ts';

// The one place where a knob gets its value: pin, then override of the tuner, then environment, then default.

/** How many pairs of processes: the only knob of the host itself. */
export const parallelismKnob: Knob = {
  name: 'parallelism',
  description: 'Pairs of sessions that work at once',
  kind: 'integer',
  defaultValue: 1,
  min: 1,
  max: 256,
  candidates: [],
};

/** The name of a knob's environment variable: RAPIDBYTE_SOURCE_PARTITION_MODE, RAPIDBYTE_PARALLELISM. */
export function knobVariable(side: Side, knob: string): string {
  const scope = side === 'host' ? '' : side === 'source' ? 'SOURCE_' : 'DEST_';
  return `RAPIDBYTE_${scope}${knob.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;
}

/** What decides a knob's value beside its default. */
export interface KnobInputs {
  readonly pins: readonly KnobPin[];
  /** Of the tuner, by the knob's name. */
  readonly overrides: ReadonlyMap<string, KnobValue>;
  readonly environment: ProcessEnvironment;
}

/** `auto` where neither the pipeline nor the environment says a number. @throws PipelineError `invalid_knob_value` */
export function resolveParallelism(pinned: number | 'auto', environment: ProcessEnvironment): Setting | 'auto' {
  if (pinned !== 'auto') return { knob: 'parallelism', value: pinned, provenance: 'pin' };
  const fromEnvironment = environmentSetting('host', parallelismKnob, environment);
  return fromEnvironment ?? 'auto';
}

/** A value for every knob that a connector declares. @throws PipelineError `invalid_knob_value` */
export function resolveKnobs(
  side: 'source' | 'destination',
  knobs: readonly Knob[],
  inputs: KnobInputs,
): readonly Setting[] {
  return knobs.map(
    (knob) =>
      pinSetting(side, knob, inputs.pins) ??
      overrideSetting(knob, inputs.overrides) ??
      environmentSetting(side, knob, inputs.environment) ?? {
        knob: knob.name,
        value: knob.defaultValue,
        provenance: 'default',
      },
  );
}

/** The pins that mean this side: of a knob that it has, or said to be of this side. */
export function pinsOf(
  side: 'source' | 'destination',
  knobs: readonly Knob[],
  pins: readonly KnobPin[],
): readonly KnobPin[] {
  return pins.filter((pin) => pin.side === side || (pin.side === null && knobs.some(({ name }) => name === pin.knob)));
}

/** A pin of a knob that nobody has. */
export function unknownPin(pin: KnobPin, knobs: readonly Knob[]): PipelineError {
  const names = [parallelismKnob, ...knobs].map(({ name }) => name);
  const whose = pin.side === null ? 'Neither connector has' : `The ${pin.side} connector has no`;
  return new PipelineError({
    category: 'config',
    code: 'unknown_knob',
    message: `${whose}${pin.side === null ? ' a' : ''} knob "${pin.knob}"`,
    hint: `There are: ${[...new Set(names)].join(', ')}.`,
    ...placeOf(pin),
    side: 'host',
  });
}

function pinSetting(side: 'source' | 'destination', knob: Knob, pins: readonly KnobPin[]): Setting | null {
  const pin = pinsOf(side, [knob], pins).find((each) => each.knob === knob.name);
  if (pin === undefined) return null;
  const value = pinnedValue(knob, pin.value);
  if (value === null) {
    throw new PipelineError({
      category: 'config',
      code: 'invalid_knob_value',
      message: `${knob.name} is pinned to ${JSON.stringify(pin.value)}; it takes ${accepted(knob)}`,
      hint: `Correct it, or leave it out for the default, ${String(knob.defaultValue)}.`,
      ...placeOf(pin),
      side: 'host',
    });
  }
  return { knob: knob.name, value, provenance: 'pin' };
}

function placeOf({ path }: KnobPin): { readonly path?: string } {
  return path === null ? {} : { path };
}

function overrideSetting({ name }: Knob, overrides: ReadonlyMap<string, KnobValue>): Setting | null {
  const value = overrides.get(name);
  return value === undefined ? null : { knob: name, value, provenance: 'autotune' };
}

/** Sizes may have a unit: 8mb. */
function pinnedValue(knob: Knob, value: PinnedValue): KnobValue | null {
  const bytes = knob.kind === 'bytes' ? parseByteSize(String(value)) : null;
  return parseKnobValue(knob, String(bytes ?? value));
}

function environmentSetting(side: Side, knob: Knob, environment: ProcessEnvironment): Setting | null {
  const variable = knobVariable(side, knob.name);
  const text = environment[variable];
  if (text === undefined || text === '') return null;
  const value = parseKnobValue(knob, text);
  if (value === null) {
    throw new PipelineError({
      category: 'config',
      code: 'invalid_knob_value',
      message: `The environment variable ${variable} is "${text}"; ${knob.name} takes ${accepted(knob)}`,
      hint: `Correct it, or unset it for the default, ${String(knob.defaultValue)}.`,
      side,
    });
  }
  return { knob: knob.name, value, provenance: 'environment' };
}

function parseKnobValue(knob: Knob, text: string): KnobValue | null {
  switch (knob.kind) {
    case 'integer':
    case 'bytes': {
      if (!/^-?\d{1,15}$/.test(text)) return null;
      const value = Number(text);
      return value < (knob.min ?? -Infinity) || value > (knob.max ?? Infinity) ? null : value;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    case 'choice':
      return knob.candidates.find((candidate) => String(candidate) === text) ?? null;
  }
}

function accepted(knob: Knob): string {
  switch (knob.kind) {
    case 'integer':
    case 'bytes':
      return `a number${knob.kind === 'bytes' ? ' of bytes' : ''} from ${knob.min ?? 'any'} to ${knob.max ?? 'any'}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${knob.candidates.join(', ')}`;
  }
}
