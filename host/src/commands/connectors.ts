import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { connectorsLines } from '../cli/render/connectors.ts';
import { listConnectors } from '../connector/list.ts';

export default class Connectors extends BaseCommand {
  static override summary = 'List the connectors that are found, and where.';
  static override description =
    'Looks where `use` looks, from the current folder: packages in node_modules, then executables named ' +
    'rapidbyte-source-… and rapidbyte-dest-… on PATH.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<void> {
    const { flags } = await this.parse(Connectors);
    const connectors = listConnectors({ baseDirectory: process.cwd() });
    if (flags.json) this.output.resultJson({ connectors });
    else this.output.result(...connectorsLines(connectors));
    process.exitCode = exitCodes.done;
  }
}
