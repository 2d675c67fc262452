import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { listenForInterrupt } from '../cli/interrupt.ts';
import { discoverLines } from '../cli/render/discover.ts';
import { loadPipeline } from '../config/load.ts';
import { discoverPipeline } from '../engine/discover.ts';

export default class Discover extends BaseCommand {
  static override summary = "List the streams of a pipeline's source: columns, keys, estimates.";
  static override description =
    'Lists all streams that the source has, and marks those that the pipeline chooses. ' +
    'Names are written as a pipeline takes them.';
  static override examples = ['<%= config.bin %> <%= command.id %> pipeline.yaml'];
  static override args = { pipeline: pipelineArgument };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Discover);
    const pipeline = loadPipeline(args.pipeline);
    this.pipeline = pipeline;
    this.output.hide(pipeline.config.secrets);

    const interrupt = listenForInterrupt();
    const result = await discoverPipeline(pipeline.config, {
      signal: interrupt.signal,
      onEvent: this.showLogs(flags.debug),
    });
    interrupt.dispose();

    if (flags.json) this.output.resultJson(result);
    else this.output.result(...discoverLines(result, pipeline));
    process.exitCode = interrupt.signal.aborted ? exitCodes.cancelled : exitCodes.done;
  }
}
