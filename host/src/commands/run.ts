import { Flags } from '@oclif/core';
import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { EventsFile } from '../cli/events-file.ts';
import { exitCodeOfRun } from '../cli/exit-code.ts';
import { listenForInterrupt } from '../cli/interrupt.ts';
import { ProgressDisplay } from '../cli/progress.ts';
import { recordFlags, recordOptions } from '../cli/record-flags.ts';
import { problemLines } from '../cli/render/problem.ts';
import { explainLines } from '../cli/render/autotune.ts';
import { runLines } from '../cli/render/run.ts';
import { stateFlag } from '../cli/state-flag.ts';
import { tuningFlags, withTuningFlags } from '../cli/tuning-flags.ts';
import { loadPipeline } from '../config/load.ts';
import { runPipeline } from '../engine/run.ts';
import type { RunEvent } from '../engine/run-event.ts';
import { openState } from '../state/open.ts';
import { StateJournal } from '../state/run-journal.ts';

export default class Run extends BaseCommand {
  static override summary = 'Run a pipeline: move its streams from the source to the destination.';
  static override description =
    'Everything is checked before a row is moved. Ctrl-C stops at the next commit, or at once where there is nothing to go ' +
    'on from; a second one ends at once.\n\n' +
    'Exit codes: 0 done, 1 the run failed, 2 wrong usage or configuration, 3 the source failed, ' +
    '4 the destination failed, 5 a connector broke the protocol, 130 stopped or cancelled.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> pipeline.yaml',
    '<%= config.bin %> <%= command.id %> pipeline.yaml --json --events events.ndjson',
  ];
  static override args = { pipeline: pipelineArgument };
  static override flags = {
    events: Flags.string({ summary: 'Write every event of the run to this file, as NDJSON.', helpValue: 'FILE' }),
    state: stateFlag,
    takeover: Flags.boolean({
      summary: 'Fence off a run of these streams that is under way elsewhere, instead of being refused.',
    }),
    ...recordFlags,
    ...tuningFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Run);
    const pipeline = loadPipeline(args.pipeline);
    this.pipeline = pipeline;
    this.output.hide(pipeline.config.secrets);
    const config = withTuningFlags(pipeline.config, flags);
    const record = recordOptions(flags);

    const state = openState({ flag: flags.state, directory: config.baseDirectory });
    const interrupt = listenForInterrupt();
    const events =
      flags.events === undefined ? null : await EventsFile.open(flags.events, (event) => this.output.json(event));
    const progress = new ProgressDisplay(this.output, { pipeline, debug: flags.debug, quiet: flags.json });
    const onEvent = (event: RunEvent) => {
      events?.write(event);
      progress.onEvent(event);
    };
    const result = await runPipeline(config, {
      stop: interrupt.signal,
      takeOver: flags.takeover,
      onEvent,
      ...record,
      ...(state === null ? {} : { journal: new StateJournal(state) }),
    });
    state?.close();
    const eventsFailure = await events?.close();
    interrupt.dispose();

    for (const error of result.errors) this.output.note(...problemLines(error, pipeline));
    if (eventsFailure != null)
      this.output.note([{ text: `warning: ${flags.events} lacks events: ${eventsFailure}`, style: 'yellow' }]);
    if (flags.json) this.output.resultJson(result);
    else this.output.result(...runLines(result));
    if (flags['explain-autotune'])
      this.output.note(...result.streams.flatMap(({ autotune }) => (autotune ? explainLines(autotune) : [])));
    process.exitCode = exitCodeOfRun(result);
  }
}
