import { Flags } from '@oclif/core';

export const conformanceFlags = {
  role: Flags.option({
    summary: 'What it is judged as.',
    options: ['source', 'destination'] as const,
  })(),
  config: Flags.string({
    summary: "The connector's config: what a pipeline has under `config`, as YAML or JSON.",
    helpValue: 'FILE',
  }),
  'probe-cmd': Flags.string({
    summary: 'Of a destination: a shell command that prints what is visible of the stream $RAPIDBYTE_STREAM_NAME.',
    helpValue: 'CMD',
  }),
  'grow-cmd': Flags.string({
    summary: 'Of a source: a shell command that adds rows to the incremental stream $RAPIDBYTE_STREAM_NAME.',
    helpValue: 'CMD',
  }),
  only: Flags.string({
    summary: 'Only this rule, clause or family (FRAME-3, FRAME, handshake). May be given several times.',
    helpValue: 'WHAT',
    multiple: true,
    multipleNonGreedy: true,
  }),
  seed: Flags.integer({
    summary: 'What is left to chance, such as where writes are split, is the same for the same seed.',
    min: 0,
    max: 0xffff_ffff,
  }),
  explain: Flags.boolean({
    summary: 'List every clause with its rules, and the rules that none observes; run nothing.',
  }),
};
