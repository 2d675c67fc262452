import { Args } from '@oclif/core';
import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { exitCodeOfError, exitCodes } from '../cli/exit-code.ts';
import { listenForInterrupt } from '../cli/interrupt.ts';
import { resetLines } from '../cli/render/positions.ts';
import { problemLines } from '../cli/render/problem.ts';
import { stateFlag } from '../cli/state-flag.ts';
import { streamArgument } from '../cli/stream-argument.ts';
import { loadPipeline } from '../config/load.ts';
import { quoteStreamName } from '../config/stream-name.ts';
import { resetPosition } from '../engine/reset-position.ts';
import { openStateThatExists } from '../state/open.ts';
import { dropPosition } from '../state/positions.ts';

export default class StateReset extends BaseCommand {
  static override summary =
    'Forget where a stream stands, at the destination and here: the next run reads it from the beginning.';
  static override description =
    'Rows that were loaded stay where they are: with write_mode append, the next run adds all rows once more. A run of the ' +
    'stream that is under way is stopped by it, or refuses it.';
  static override examples = ['<%= config.bin %> state reset pipeline.yaml public.orders'];
  static override args = {
    pipeline: pipelineArgument,
    stream: Args.string({ description: 'The stream, written as in the pipeline, without wildcards.', required: true }),
  };
  static override flags = { state: stateFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(StateReset);
    const pipeline = loadPipeline(args.pipeline);
    this.pipeline = pipeline;
    const { config } = pipeline;
    this.output.hide(config.secrets);
    const stream = streamArgument(args.stream);

    const interrupt = listenForInterrupt();
    const { positionDropped, problems } = await resetPosition(config, stream, {
      signal: interrupt.signal,
      onEvent: this.showLogs(flags.debug),
    });
    interrupt.dispose();
    const failure = problems.find(({ severity }) => severity === 'error');
    // The destination first: if we are killed here, it counts, and the next run says that this host remembered otherwise.
    const name = quoteStreamName(stream);
    if (failure === undefined) {
      const state = openStateThatExists({ flag: flags.state, directory: config.baseDirectory });
      if (state !== null) dropPosition(state, config.pipeline, name);
      state?.close();
    }

    for (const problem of problems) this.output.note(...problemLines(problem, pipeline));
    const result = {
      pipeline: config.pipeline,
      stream: name,
      writeMode: config.destination.writeMode,
      positionDropped,
    };
    if (flags.json) this.output.resultJson({ ...result, problems });
    else if (failure === undefined) this.output.result(...resetLines(result));
    process.exitCode = failure === undefined ? exitCodes.done : exitCodeOfError(failure);
  }
}
