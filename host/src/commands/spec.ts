import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { listenForInterrupt } from '../cli/interrupt.ts';
import { specLines } from '../cli/render/spec.ts';
import { describeConnector } from '../engine/describe.ts';

export default class Spec extends BaseCommand {
  static override summary = "Describe a connector: its config's JSON Schema, identity, capabilities, knobs.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> source-postgres',
    '<%= config.bin %> <%= command.id %> ./my-connector --json',
  ];
  static override args = {
    connector: Args.string({
      description: 'What a pipeline says under `use`: a name, an npm package, an executable on PATH, or a path.',
      required: true,
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Spec);
    const interrupt = listenForInterrupt();
    const description = await describeConnector(args.connector, {
      signal: interrupt.signal,
      baseDirectory: process.cwd(),
      onEvent: this.showLogs(flags.debug),
    });
    interrupt.dispose();

    if (flags.json) this.output.resultJson(description);
    else this.output.result(...specLines(description));
    process.exitCode = interrupt.signal.aborted ? exitCodes.cancelled : exitCodes.done;
  }
}
