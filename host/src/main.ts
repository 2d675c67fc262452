import { join } from 'node:path';
import { run } from '@oclif/core';
import { closest } from './config/closest.ts';
import { exitCodes } from './cli/exit-code.ts';
import { Output } from './cli/output.ts';
import { commandNames, createConfig } from './program.ts';
import { headline, usageLines } from './cli/render/problem.ts';

/** After the last result: what still keeps the process alive then (a reader that never reads) is left behind. */
const lingerMs = 2_000;

async function main(argv: readonly string[]): Promise<void> {
  const [first, ...rest] = argv;
  // `rapidbyte help run` is what people try.
  const args = first === 'help' ? [...rest, '--help'] : [...argv];
  const known = first !== undefined && commandNames.includes(first);
  const end = args.indexOf('--');
  const asksForHelp = (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
  if (first !== undefined && !known && first !== 'help' && !first.startsWith('-')) {
    const meant = closest(first, commandNames);
    const hint =
      meant === undefined ? `the commands are ${commandNames.join(', ')}` : `did you mean rapidbyte ${meant}?`;
    fail(usageLines(`${first} is not a command`, hint));
    return;
  }
  if (first?.startsWith('-') === true && !['--help', '-h', '--version'].includes(first)) {
    fail(usageLines(`${first} is not a flag of rapidbyte itself`, 'rapidbyte --help shows the commands'));
    return;
  }
  const forHelp = asksForHelp || (!known && first !== '--version');
  const config = await createConfig(join(import.meta.dirname, '..'), forHelp);
  await run(args, config.options);
}

function fail(lines: ReturnType<typeof usageLines>): void {
  new Output(process.stdout, process.stderr).note(...lines);
  process.exitCode = exitCodes.usage;
}

async function start(argv: readonly string[]): Promise<void> {
  // A reader that has gone (`| head`) is no reason to fail; oclif does the same for stdout.
  process.stderr.on('error', () => {});
  try {
    await main(argv);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    new Output(process.stdout, process.stderr).note(headline('error', text, 'unexpected'));
    process.exitCode = exitCodes.failed;
  }
  setTimeout(() => process.exit(), lingerMs).unref();
}

void start(process.argv.slice(2));
