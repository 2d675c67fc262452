import type { Knob, KnobValue, Setting } from '@rapidbyte/connector';
import type { ProcessEnvironment } from '../connector/environment.ts';
import { PipelineError } from '../connector/error.ts';
import type { Side } from './types.ts';

// The one place where a knob gets its value: pin, then override of the tuner, then environment, then default.

/** How many pairs of processes: the only knob of the host itself. */
export const parallelismKnob: Knob = {
  name: 'parallelism',
  description: 'Pairs of connector processes that work at once',
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
  environment: ProcessEnvironment,
): readonly Setting[] {
  return knobs.map(
    (knob) =>
      environmentSetting(side, knob, environment) ?? {
        knob: knob.name,
        value: knob.defaultValue,
        provenance: 'default',
      },
  );
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
