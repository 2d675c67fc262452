import { Args, Flags } from '@oclif/core';

/** Of every command that remembers, or looks at what is remembered. */
export const stateFlag = Flags.string({
  summary:
    'The file in which runs and positions are remembered, or "none". If not said: RAPIDBYTE_STATE, else .rapidbyte/state.db beside the pipeline.',
  helpValue: 'FILE',
});

export const historyArgument = Args.string({
  description: 'The pipeline file beside which the state is; the current folder if not said.',
});
