import { Flags } from '@oclif/core';
import type { PipelineConfig } from '../config/types.ts';
import { usageError } from './usage-error.ts';

/** What the command line says about knobs: it wins over the file. */
export const tuningFlags = {
  autotune: Flags.boolean({
    summary: 'Tune the knobs that are not pinned while the run goes on; --no-autotune leaves them as they are.',
    allowNo: true,
  }),
  pin: Flags.string({
    summary: 'Fix a knob for this run, "parallelism" or one that `rapidbyte spec` shows. May be given several times.',
    helpValue: 'KNOB=VALUE',
    multiple: true,
    multipleNonGreedy: true,
    parse: (text) =>
      /^[^=\s]+=\S+$/.test(text)
        ? Promise.resolve(text)
        : Promise.reject(usageError(`--pin takes KNOB=VALUE, as in --pin parallelism=4, not "${text}"`)),
  }),
  'explain-autotune': Flags.boolean({
    summary: 'Show what was measured to choose the knobs, window by window.',
  }),
};

const parallelismPattern = /^[1-9]\d{0,2}$/;
const maxParallelism = 256;

/** @throws CLIError, as oclif's parser does, if parallelism is pinned to what is no number of pairs */
export function withTuningFlags(
  config: PipelineConfig,
  flags: { readonly autotune?: boolean | undefined; readonly pin?: readonly string[] | undefined },
): PipelineConfig {
  let { parallelism, pins } = config.resources;
  for (const text of flags.pin ?? []) {
    const equals = text.indexOf('=');
    const [knob, value] = [text.slice(0, equals), text.slice(equals + 1)];
    if (knob !== 'parallelism') {
      pins = [...pins.filter((pin) => pin.knob !== knob), { knob, side: null, value, path: null }];
      continue;
    }
    if (!parallelismPattern.test(value) || Number(value) > maxParallelism) {
      throw usageError(`--pin parallelism takes a whole number from 1 to ${maxParallelism}, not "${value}"`);
    }
    parallelism = Number(value);
  }
  const autotune = flags.autotune ?? config.resources.autotune;
  return { ...config, resources: { ...config.resources, parallelism, pins, autotune } };
}
