import { Args } from '@oclif/core';
import { type ConformanceReport, listClauses, unobservedRules } from '@rapidbyte/connector/testing';
import { BaseCommand } from '../cli/command.ts';
import { conformanceFlags } from '../cli/conformance-flags.ts';
import { type ExitCode, exitCodes } from '../cli/exit-code.ts';
import { listenForInterrupt } from '../cli/interrupt.ts';
import { usageError } from '../cli/usage-error.ts';
import { clauseLine, conformanceLines, explainConformanceLines } from '../cli/render/conformance.ts';
import { loadConnectorConfig } from '../config/connector-config.ts';
import { certify } from '../engine/certify.ts';

export default class Conformance extends BaseCommand {
  static override summary = 'Prove that a connector obeys the protocol: docs/CONFORMANCE.md.';
  static override description =
    'Drives the executable itself over its pipes, and judges every rule of docs/PROTOCOL.md that can be observed. ' +
    'Give it a system that may be written to and thrown away.\n\n' +
    'Exit codes: 0 conforms, 1 incomplete (something could not be observed), 2 wrong usage, 5 a rule is broken.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ./my-source --role source --config config.yaml --grow-cmd ./add-rows.sh',
    '<%= config.bin %> <%= command.id %> ./my-dest --role destination --config config.yaml --probe-cmd ./show-rows.sh',
    '<%= config.bin %> <%= command.id %> ./my-source --role source --only FRAME --only PLAN-1',
    '<%= config.bin %> <%= command.id %> --explain',
  ];
  static override args = {
    connector: Args.string({
      description: 'What a pipeline says under `use`: a path (./my-connector), a name, an npm package.',
    }),
  };
  static override flags = conformanceFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Conformance);
    const { role } = flags;
    if (flags.explain) return this.#explain(role);
    if (args.connector === undefined) throw usageError('Missing the connector: a path such as ./my-connector');
    if (role === undefined) throw usageError('Missing required flag role: --role source or --role destination');
    const { config, secrets } =
      flags.config === undefined ? { config: {}, secrets: [] } : loadConnectorConfig(flags.config);
    this.output.hide(secrets);

    const interrupt = listenForInterrupt();
    const report = await certify(args.connector, {
      role,
      config,
      secrets,
      only: flags.only ?? [],
      signal: interrupt.signal,
      onResult: (result) => {
        if (!flags.json) this.output.result(clauseLine(result));
      },
      ...shellCommand('probe', flags['probe-cmd']),
      ...shellCommand('grow', flags['grow-cmd']),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    });
    interrupt.dispose();

    if (flags.json) this.output.resultJson(report);
    else this.output.result(...conformanceLines(report));
    process.exitCode = codes[report.conclusion];
  }

  #explain(role: 'source' | 'destination' | undefined): void {
    const clauses = listClauses(role);
    if (this.hasFlag('--json')) this.output.resultJson({ clauses, unobserved: unobservedRules });
    else this.output.result(...explainConformanceLines(clauses, unobservedRules));
  }
}

const shellCommand = (what: 'probe' | 'grow', command: string | undefined) =>
  command === undefined ? {} : { [what]: { command, environment: process.env } };

const codes: Readonly<Record<ConformanceReport['conclusion'], ExitCode>> = {
  conforms: exitCodes.done,
  incomplete: exitCodes.failed,
  violates: exitCodes.protocol,
};
