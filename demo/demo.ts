import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareTables } from '../test/support/compare.ts';
import { startLocalPostgres, type PostgresServer } from '../test/support/postgres-server.ts';
import { runCli } from './cli.ts';
import { listenForInterrupt, unlessAborted } from './interrupt.ts';
import { writePipeline } from './pipeline.ts';
import { printKept, printNext, printTables, step } from './report.ts';
import { createShop, type ShopTable } from './shop.ts';

export interface DemoOptions {
  /** Leaves the servers running, and waits for Ctrl-C. */
  readonly keep: boolean;
}

const succeeded = 0;
const failed = 1;
/** 128 + SIGINT, as shells count. */
const interrupted = 130;

/**
 * Starts two throwaway PostgreSQL servers, fills one with a sample schema, moves it into the other with the real command on
 * a real pipeline file, and has both servers say whether every table arrived equal. Cleans up, whatever happens.
 *
 * @returns the exit code: 0, the command's own if it fails, 1 if a table differs, 130 after Ctrl-C
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'rapidbyte-demo-'));
  const servers: PostgresServer[] = [];
  const interrupt = listenForInterrupt();
  try {
    return await present(options, folder, servers, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    return interrupted;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
    if (interrupt.signal.aborted) console.log('\nThe servers are stopped, their data is gone.');
    interrupt.dispose();
  }
}

async function present(
  options: DemoOptions,
  folder: string,
  servers: PostgresServer[],
  signal: AbortSignal,
): Promise<number> {
  const started = await step('Starting two PostgreSQL servers from npm', async () => {
    const both = await Promise.all([startLocalPostgres(), startLocalPostgres()]);
    servers.push(...both);
    return both;
  });
  signal.throwIfAborted();
  const [source, destination] = started;
  const tables = await step('Filling the first one with a sample shop', () =>
    unlessAborted(signal, createShop(source.url)),
  );
  const pipeline = await writePipeline(folder, source.url, destination.url);
  const exitCode = await runCli(['run', pipeline], signal);
  if (signal.aborted) return interrupted;
  if (exitCode !== 0) return exitCode;
  const differences = await step('Comparing every table, by what the two servers compute', () =>
    unlessAborted(signal, compareShop(source.url, destination.url, tables)),
  );
  printTables(tables, differences);
  if (differences.size > 0) return failed;
  if (!options.keep) {
    printNext();
    return succeeded;
  }
  printKept(pipeline, source.url, destination.url);
  // Ctrl-C is how this is meant to end.
  await unlessAborted(signal, new Promise<never>(() => undefined)).catch(() => undefined);
  return succeeded;
}

/** For each table that differs, how. */
async function compareShop(
  sourceUrl: string,
  destinationUrl: string,
  tables: readonly ShopTable[],
): Promise<Map<string, readonly string[]>> {
  const differing = new Map<string, readonly string[]>();
  for (const { name } of tables) {
    const { differences } = await compareTables(sourceUrl, destinationUrl, `shop.${name}`, {
      as: `raw.${name}`,
      typesIn: ['shop', 'raw'],
    });
    if (differences.length > 0) differing.set(name, differences);
  }
  return differing;
}
