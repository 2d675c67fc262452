import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { exitCodeOfError, exitCodes } from '../cli/exit-code.ts';
import { listenForInterrupt } from '../cli/interrupt.ts';
import { checkLines } from '../cli/render/check.ts';
import { problemLines } from '../cli/render/problem.ts';
import { loadPipeline } from '../config/load.ts';
import { checkPipeline } from '../engine/check.ts';

export default class Check extends BaseCommand {
  static override summary = 'Check a pipeline: its file, its connectors, both systems and every stream.';
  static override description =
    'Every problem is shown at once, each with its place in the file and a hint. Nothing is changed anywhere.\n\n' +
    'Exit codes: 0 nothing is wrong, else what the run would end with for the first problem.';
  static override examples = ['<%= config.bin %> <%= command.id %> pipeline.yaml'];
  static override args = { pipeline: pipelineArgument };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Check);
    const pipeline = loadPipeline(args.pipeline);
    this.pipeline = pipeline;
    this.output.hide(pipeline.config.secrets);

    const interrupt = listenForInterrupt();
    const result = await checkPipeline(pipeline.config, {
      signal: interrupt.signal,
      onEvent: this.showLogs(flags.debug),
    });
    interrupt.dispose();

    for (const problem of result.problems) this.output.note(...problemLines(problem, pipeline));
    if (flags.json) this.output.resultJson(result);
    else this.output.result(...checkLines(result));
    const firstError = result.problems.find((problem) => problem.severity === 'error');
    if (interrupt.signal.aborted) process.exitCode = exitCodes.cancelled;
    else if (firstError !== undefined) process.exitCode = exitCodeOfError(firstError);
    else process.exitCode = result.ok ? exitCodes.done : exitCodes.failed;
  }
}
