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
  const name = commandName(args);
  const end = args.indexOf('--');
  const asksForHelp = (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
  const isTopic = commandNames.some((command) => command.startsWith(`${first ?? ''} `));
  if (first !== undefined && name === null && first !== 'help' && !first.startsWith('-') && !(isTopic && asksForHelp)) {
    const typed = isTopic && args[1]?.startsWith('-') === false ? `${first} ${args[1]}` : first;
    const meant = closest(typed, commandNames);
    const choice = isTopic ? commandNames.filter((command) => command.startsWith(`${first} `)) : commandNames;
    const hint = meant === undefined ? `the commands are ${choice.join(', ')}` : `did you mean rapidbyte ${meant}?`;
    fail(usageLines(`${typed} is not a command`, hint));
    return;
  }
  if (first?.startsWith('-') === true && !['--help', '-h', '--version'].includes(first)) {
    fail(usageLines(`${first} is not a flag of rapidbyte itself`, 'rapidbyte --help shows the commands'));
    return;
  }
  const forHelp = asksForHelp || (name === null && first !== '--version');
  const config = await createConfig(join(import.meta.dirname, '..'), forHelp);
  // To run a command, oclif would have to load all of them to tell `state show` from a command with an argument.
  const words = name?.split(' ') ?? [];
  await run(
    forHelp ? args : [...(name === null ? [] : [words.join(':')]), ...args.slice(words.length)],
    config.options,
  );
}

/** The command that the arguments begin with: `state show` of `state show pipeline.yaml`. */
function commandName(args: readonly string[]): string | null {
  const longest = [args.slice(0, 2).join(' '), args[0] ?? ''];
  return longest.find((name) => commandNames.includes(name)) ?? null;
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
