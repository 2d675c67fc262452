import { type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { compareTables } from '../support/compare.ts';
import { createDatabase } from '../support/database.ts';
import { runPipelineFile, type PipelineOutcome } from '../support/pipeline-process.ts';
import { testServers } from '../support/test-servers.ts';
import type { Climate } from '../support/weather.ts';
import { createEndlessStream, createExpectedRows, createSteadyTable } from './endless-stream.ts';
import { formatGrowth, growthAfter, recordMemory, type MemoryRecord } from './memory.ts';
import { openSlowRoute, type SlowRoute } from './slow-route.ts';

const minutes = Number(process.env['RAPIDBYTE_SOAK_MINUTES'] ?? 10);
const seed = Number(process.env['RAPIDBYTE_SOAK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
/** Before the measured minutes: heaps and buffers find their size. */
const warmUpSeconds = Math.max(60, minutes * 12);
const mostGrownBytes = 1e6;
/** From the weather's clearing up to the process's exit. */
const endWithinMs = 60_000;
/** From Ctrl-C to the exit. */
const cancelWithinMs = 15_000;

const longClimate: Climate = {
  longestPauseMs: 8_000,
  longestClearMs: 2_000,
  longestSlowMs: 8_000,
  slowestBytesPerSecond: 5e4,
  fastestBytesPerSecond: 3e7,
};
const shortClimate: Climate = {
  longestPauseMs: 1_500,
  longestClearMs: 500,
  longestSlowMs: 1_000,
  slowestBytesPerSecond: 5e5,
  fastestBytesPerSecond: 5e7,
};

describe.runIf(process.platform === 'linux')(`seed ${seed}, ${minutes} min`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-soak-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const longTimeoutMs = (warmUpSeconds + minutes * 60 + 300) * 1000;
  test('one long load arrives whole, and grows by less than 1 MB', { timeout: longTimeoutMs }, async () => {
    await using source = await createDatabase(testServers.source.url);
    await using destination = await createDatabase(testServers.destination.url);
    const file = join(directory, 'long.yaml');
    const urls = { sourceUrl: source.url, destinationUrl: destination.url };
    await using route = await openSlowRoute({ file, stream: 'public.endless', ...urls, climate: longClimate, seed });
    const seconds = warmUpSeconds + minutes * 60;
    await createEndlessStream(source, seconds);

    const { outcome, memory } = await runWatched(file, route, seconds);
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    const rows = outcome.result.streams[0]?.rowsCommitted ?? 0;
    const [fromSource, toDestination] = route.bytes().map((bytes) => (bytes / 1e6).toFixed(0));
    console.log(
      `${rows} rows in ${outcome.result.seconds.toFixed(0)} s; ${fromSource} MB from the source, ${toDestination} MB to the destination`,
    );
    const growths = memory.map((record) => growthAfter(record, warmUpSeconds, seconds));
    for (const growth of growths) console.log(formatGrowth(growth));

    await createExpectedRows(source, rows);
    const options = { as: 'public.endless', constraints: false };
    const { differences } = await compareTables(source.url, destination.url, 'public.expected', options);
    expect(differences).toEqual([]);
    expect(growths.map(({ process }) => process).sort()).toEqual(['dest-postgres', 'host', 'source-postgres']);
    expect(growths.filter(({ grownBytes }) => grownBytes >= mostGrownBytes).map(formatGrowth)).toEqual([]);
  });

  const shortTimeoutMs = (minutes * 15 + 180) * 1000;
  test('short loads, every other one cancelled, leave the table whole', { timeout: shortTimeoutMs }, async () => {
    await using source = await createDatabase(testServers.source.url);
    await using destination = await createDatabase(testServers.destination.url);
    await createSteadyTable(source);
    const until = performance.now() + minutes * 15_000;
    const outcomes: string[] = [];
    for (let load = 0; load < 4 || performance.now() < until; load++) {
      const file = join(directory, `short-${load}.yaml`);
      const urls = { sourceUrl: source.url, destinationUrl: destination.url };
      const routeSeed = seed + 100 + load * 2;
      await using route = await openSlowRoute({
        file,
        stream: 'public.steady',
        ...urls,
        climate: shortClimate,
        seed: routeSeed,
      });
      // The first load has to be whole: the others replace it.
      const cancelAfterMs = load % 2 === 0 ? undefined : routeSeed % 2_500;
      const { outcome, cancelMs } = await runAndCancel(file, route, cancelAfterMs);
      // A signal may come too late, when the load is published already.
      expect(cancelMs === undefined ? [0] : [0, 130], outcome.stderr).toContain(outcome.exitCode);
      expect(cancelMs ?? 0).toBeLessThan(cancelWithinMs);
      const { rows, differences } = await compareTables(source.url, destination.url, 'public.steady');
      expect({ load, rows, differences }).toEqual({ load, rows: '20000', differences: [] });
      outcomes.push(
        cancelMs === undefined ? 'done' : `exit ${outcome.exitCode} ${Math.round(cancelMs)} ms after Ctrl-C`,
      );
    }
    console.log(`${outcomes.length} loads: ${outcomes.join(', ')}`);
  });
});

/** Clears the weather up after that time, when the stream ends; gives the processes that ran for most of it. */
async function runWatched(
  file: string,
  route: SlowRoute,
  seconds: number,
): Promise<{ outcome: PipelineOutcome; memory: MemoryRecord[] }> {
  const finished = new AbortController();
  const stalled = new AbortController();
  const clearing = setTimeout(() => route.clearUp(), seconds * 1000);
  const watching = route.watchForStall(finished.signal).catch((error: unknown) => stalled.abort(error));
  let memory: ReturnType<typeof recordMemory> | undefined;
  try {
    const outcome = await runPipelineFile(file, {
      timeoutMs: seconds * 1000 + endWithinMs,
      signal: stalled.signal,
      onStart: ({ pid }) => (memory = pid === undefined ? undefined : recordMemory(pid)),
    });
    const records = memory?.records() ?? [];
    return { outcome, memory: records.filter(({ samples }) => (samples.at(-1)?.seconds ?? 0) > seconds / 2) };
  } finally {
    memory?.stop();
    clearTimeout(clearing);
    finished.abort();
    await watching;
  }
}

/** Sends SIGINT so long after the first byte from the source; says how long the process then took to exit. */
async function runAndCancel(
  file: string,
  route: SlowRoute,
  cancelAfterMs: number | undefined,
): Promise<{ outcome: PipelineOutcome; cancelMs: number | undefined }> {
  let cancelledAt: number | undefined;
  const cancel = async (host: ChildProcess): Promise<void> => {
    const isRunning = (): boolean => host.exitCode === null && host.signalCode === null;
    while (isRunning() && route.bytes()[0] === 0) await sleep(10);
    await sleep(cancelAfterMs);
    if (isRunning() && host.kill('SIGINT')) cancelledAt = performance.now();
  };
  const outcome = await runPipelineFile(file, {
    timeoutMs: 120_000,
    onStart: (host) => {
      if (cancelAfterMs !== undefined) void cancel(host);
    },
  });
  return { outcome, cancelMs: cancelledAt === undefined ? undefined : performance.now() - cancelledAt };
}
