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
  const words = first === 'help' ? [...rest, '--help'] : [...argv];
  const { command, args } = splitCommand(words);
  const known = commandNames.includes(command);
  const end = args.indexOf('--');
  const asksForHelp = (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
  if (!known && command !== '' && !isTopic(command)) {
    const meant = closest(command, commandNames);
    const hint =
      meant === undefined ? `the commands are ${commandNames.join(', ')}` : `did you mean rapidbyte ${meant}?`;
    fail(usageLines(`${command} is not a command`, hint));
    return;
  }
  if (first?.startsWith('-') === true && !['--help', '-h', '--version'].includes(first)) {
    fail(usageLines(`${first} is not a flag of rapidbyte itself`, 'rapidbyte --help shows the commands'));
    return;
  }
  const forHelp = asksForHelp || (!known && first !== '--version');
  const config = await createConfig(join(import.meta.dirname, '..'), forHelp);
  await run(command === '' ? args : [command.replaceAll(' ', ':'), ...args], config.options);
}

/** The words of the command, as many as commands have that begin so, and what comes after them. */
function splitCommand(words: readonly string[]): { readonly command: string; readonly args: string[] } {
  let command = '';
  let at = 0;
  while (at < words.length && !words[at]?.startsWith('-')) {
    if (at > 0 && !isTopic(command)) break;
    command = at === 0 ? (words[at] ?? '') : `${command} ${words[at]}`;
    at++;
  }
  return { command, args: words.slice(at) };
}

/** `new`, which only begins commands. */
function isTopic(words: string): boolean {
  return commandNames.some((name) => name.startsWith(`${words} `));
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
