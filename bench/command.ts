import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { BinariesSource } from '../test/support/postgres/binaries.ts';
import { parseCases, type Case } from './cases.ts';
import { parseLinkRoute, type LinkRoute } from '../test/support/link/pacing.ts';

/** One benchmark: `npm run bench -- NAME …`. */
export interface BenchCommand {
  /** Its options, for who asks or errs. */
  readonly usage: string;
  /** @throws {UsageError} */
  run(args: readonly string[]): Promise<void>;
}

/** What was asked for can't be understood; the usage is shown. */
export class UsageError extends Error {}

export const defaultResults = join(import.meta.dirname, 'results');

/** What all benchmarks take. */
export const commonOptions = {
  rounds: { type: 'string' },
  server: { type: 'string', default: 'system' },
  results: { type: 'string', default: defaultResults },
} as const;

export const commonUsage = `  --server KIND         system (the machine's oldest PostgreSQL) or embedded (npm's); system
  --results DIRECTORY   where the report goes (bench/results)`;

/** @throws {UsageError} for an option that there is not, or without its value */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  return asUsage(() => parseArgs({ args: [...args], options, allowNegative: true }).values);
}

export function parseRounds(text: string | undefined, byDefault: number): number {
  return parseWhole('--rounds', text ?? String(byDefault), 1);
}

export function parseWhole(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new UsageError(`${option} takes a whole number from ${least}`);
  return value;
}

export function parseServer(text: string): BinariesSource {
  if (text !== 'system' && text !== 'embedded') throw new UsageError('--server takes system or embedded');
  return text;
}

export function parseSizes(text: string, tls: boolean): Case[] {
  return asUsage(() => parseCases(text, tls));
}

export function parseLink(text: string): LinkRoute {
  return asUsage(() => parseLinkRoute(text));
}

/** In ascending order, each once. */
export function parseParallelism(text: string): number[] {
  const values = text.split(',').map(Number);
  if (!values.every((value) => Number.isInteger(value) && value >= 1 && value <= 256)) {
    throw new UsageError('--parallelism takes whole numbers from 1 to 256, comma-separated');
  }
  return [...new Set(values)].sort((a, b) => a - b);
}

/** To stderr: the report's place is all that stdout says. */
export const log = (line: string): void => console.error(line);

/** As it was typed, for the report; folders of this machine are nobody's business. */
export function commandLine(args: readonly string[] = process.argv.slice(2)): string {
  const isFolder = (index: number): boolean => ['--results', '--baseline'].includes(args[index - 1] ?? '');
  const shown = args.map((arg, index) =>
    isFolder(index) ? 'DIRECTORY' : arg.replace(/^(--results|--baseline)=.*/, '$1=DIRECTORY'),
  );
  return ['npm run bench --', ...shown].join(' ');
}

/** `2026-11-23`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What `parse` complains of is a matter of usage. */
export function asUsage<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
