import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { runListLines } from '../cli/render/history.ts';
import { stateFlag } from '../cli/state-flag.ts';
import { readPipelineName } from '../config/pipeline-name.ts';
import { listRuns } from '../state/history.ts';
import { openStateToRead } from '../state/open.ts';
import { keptRuns } from '../state/retention.ts';

export default class Runs extends BaseCommand {
  static override summary = 'List the runs that are remembered, newest first.';
  static override description =
    `The last ${keptRuns} runs of each pipeline are kept. A run whose process is gone without a word is interrupted; ` +
    'one on a machine that cannot be asked from here, and that has not finished, is unknown.';
  static override examples = ['<%= config.bin %> runs pipeline.yaml', '<%= config.bin %> runs --limit 5 --json'];
  static override args = {
    pipeline: Args.string({
      description: 'The pipeline file; without one, all runs that are remembered in the current folder.',
    }),
  };
  static override flags = {
    limit: Flags.integer({ summary: 'Runs at most.', default: 20, min: 1, max: 10_000 }),
    state: stateFlag,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Runs);
    const named = args.pipeline === undefined ? null : readPipelineName(args.pipeline);
    const state = openStateToRead({ flag: flags.state, directory: named?.baseDirectory ?? process.cwd() });
    const runs = state === null ? [] : listRuns(state, named?.pipeline ?? null, flags.limit);
    state?.close();
    if (flags.json) this.output.resultJson({ runs });
    else this.output.result(...runListLines(runs));
    process.exitCode = exitCodes.done;
  }
}
