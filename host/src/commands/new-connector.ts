import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { newConnectorLines } from '../cli/render/new-connector.ts';
import { type ConnectorRole, connectorRoles, newConnector } from '../scaffold/new-connector.ts';

export default class NewConnector extends BaseCommand {
  static override summary = 'Begin a connector: a TypeScript project that builds and runs, with tests.';
  static override description =
    'The project is made in a folder of that name, which has to be empty or not there. As it is, it moves files; ' +
    'its README says how to put your own system in their place, and how to test and publish it.';
  static override examples = [
    '<%= config.bin %> new connector my-system --role source',
    '<%= config.bin %> new connector my-system --role both --json',
  ];
  static override args = {
    name: Args.string({
      description: 'Of the system that it connects to: lower-case letters, digits, and hyphens between them.',
      required: true,
    }),
  };
  static override flags = {
    role: Flags.option({
      summary: 'What it is to be: a source, a destination, or both in one executable.',
      options: connectorRoles as ConnectorRole[],
      required: true,
    })(),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(NewConnector);
    const made = await newConnector(args.name, flags.role, process.cwd());
    if (flags.json) this.output.resultJson(made);
    else this.output.result(...newConnectorLines(made));
    process.exitCode = exitCodes.done;
  }
}
