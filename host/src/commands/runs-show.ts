import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { rememberedRunLines } from '../cli/render/history.ts';
import { historyArgument, stateFlag } from '../cli/state-flag.ts';
import { readPipelineName } from '../config/pipeline-name.ts';
import { findRun } from '../state/find-run.ts';
import { eventsOf } from '../state/history.ts';
import { openStateToRead } from '../state/open.ts';

export default class RunsShow extends BaseCommand {
  static override summary = 'Show a run: streams, rows, settings, how it ended, errors, events.';
  static override examples = [
    '<%= config.bin %> runs show 7f3a',
    '<%= config.bin %> runs show 7f3a pipeline.yaml --json',
  ];
  static override args = {
    id: Args.string({ description: 'The id of the run, or as much of its beginning as is unique.', required: true }),
    pipeline: historyArgument,
  };
  static override flags = { state: stateFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(RunsShow);
    const directory = args.pipeline === undefined ? process.cwd() : readPipelineName(args.pipeline).baseDirectory;
    const state = openStateToRead({ flag: flags.state, directory });
    const run = findRun(state, args.id);
    const events = state === null ? [] : eventsOf(state, run.runId);
    state?.close();
    if (flags.json) this.output.resultJson({ ...run, events });
    else this.output.result(...rememberedRunLines(run, events));
    process.exitCode = exitCodes.done;
  }
}
