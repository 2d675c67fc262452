import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '@rapidbyte/connector/faults';
import { processes } from '../../crash/victims.ts';
import { runPipelineDocument } from '../../support/pipeline-process.ts';
import { wrapConnector } from '../../support/wrapped.ts';
import type { Moment } from '../postgres-proxy/connection.ts';
import { startPostgresProxy } from '../postgres-proxy/proxy.ts';
import { connectionProblems, type Loads, targetProblems } from '../sweep/aftermath.ts';
import { type Mode, tableNames } from '../sweep/mode.ts';
import { record } from '../sweep/recording.ts';
import { pipelineDocument, run } from '../sweep/run.ts';
import { contents, type Stage } from '../sweep/stage.ts';

/** Where a destination's process falls asleep, while its host dies. */
export type Sleep =
  | { readonly at: 'message'; readonly name: string; readonly fault: Omit<Fault, 'kind' | 'occurrence' | 'direction'> }
  /** Its statement is held up on the way, too: it wakes up within its transaction. */
  | {
      readonly at: 'statement';
      readonly name: string;
      readonly when: Moment;
      /** The first statement like this. */
      readonly like: RegExp;
      /** Only where a load is staged. */
      readonly ofStaging?: true;
    };

const publishes = /^COMMIT after UPDATE "_rapidbyte"."stream"/;

const sleeps: readonly Sleep[] = [
  { at: 'message', name: 'before a checkpoint', fault: { message: 'checkpoint', when: 'before' } },
  { at: 'message', name: 'with a checkpoint to come', fault: { message: 'batch', when: 'after' } },
  { at: 'message', name: 'before its load is to be published', fault: { message: 'publish', when: 'before' } },
  { at: 'statement', name: 'within its Begin', like: /^COMMIT after INSERT INTO .*epoch/, when: 'before' },
  { at: 'statement', name: 'within its COPY', like: /^COPY/, when: 'during' },
  { at: 'statement', name: 'before its receipt', like: /^WITH current.*receipt/, when: 'before' },
  { at: 'statement', name: 'before its COMMIT', like: /^COMMIT after WITH current.*receipt/, when: 'before' },
  { at: 'statement', name: 'after its COMMIT', like: /^COMMIT after WITH current.*receipt/, when: 'after' },
  {
    at: 'statement',
    name: 'before it publishes',
    like: /^COMMIT after LOCK TABLE "_rapidbyte"/,
    when: 'before',
    ofStaging: true,
  },
  { at: 'statement', name: 'while it publishes', like: /^UPDATE .*published_rows/, when: 'before' },
  { at: 'statement', name: 'before it has published', like: publishes, when: 'before' },
  { at: 'statement', name: 'after it has published', like: publishes, when: 'after' },
];

export function sleepsOf({ between }: Mode): readonly Sleep[] {
  const isStaged = between === 'whole loads';
  return sleeps.filter((where) => where.at === 'message' || where.ofStaging !== true || isStaged);
}

/** A run that takes over must not wait for the old writer, which sleeps for as long as it takes. */
const takeoverWithinMs = 30_000;
const wakesUpWithinMs = 20_000;
const firesWithinMs = 60_000;

/**
 * Lets a destination fall asleep, kills its host, runs the pipeline anew, wakes the destination up, and looks at what it
 * has done. Gives what is wrong, in words.
 */
export async function meetZombie(stage: Stage, where: Sleep): Promise<readonly string[]> {
  const { mode, source } = stage;
  await using target = await stage.newTarget();
  await using held = new AsyncDisposableStack();
  const zombie = await (where.at === 'message'
    ? sleepAtMessage(stage, target.url, where, held)
    : sleepAtStatement(stage, target.url, where, held));
  try {
    const loads = await loadsOf(stage, target.url);
    const startedAt = performance.now();
    const { result } = await run(mode, { source: source.url, destination: target.url }, { takeOver: true });
    const problems: string[] = [];
    if (result.status !== 'succeeded') problems.push(`the run that takes over: ${JSON.stringify(result.errors)}`);
    if (performance.now() - startedAt > takeoverWithinMs) problems.push('the run that takes over has waited');
    zombie.wake();
    if (!(await hasEnded(zombie.pid))) problems.push('the zombie lives on');
    await held.disposeAsync();
    problems.push(...(await targetProblems(stage, target, loads)), ...(await connectionProblems(source, target)));
    return problems;
  } finally {
    zombie.kill();
  }
}

interface Zombie {
  readonly pid: number;
  wake(): void;
  kill(): void;
}

async function sleepAtMessage(
  { mode, source }: Stage,
  destination: string,
  { fault }: Extract<Sleep, { at: 'message' }>,
  held: AsyncDisposableStack,
): Promise<Zombie> {
  const wrapped = held.use(
    wrapConnector('dest-postgres', 'destination', {
      ...fault,
      kind: 'freeze',
      direction: 'to_connector',
      occurrence: 1,
    }),
  );
  const host = startHost(mode, { source: source.url, destination, use: { destination: wrapped.use } });
  const until = performance.now() + firesWithinMs;
  while (wrapped.fired() === null && performance.now() < until) await sleep(20);
  await endHost(await host);
  const pid = wrapped.fired()?.pid;
  if (pid === undefined) throw new Error(`no message ${fault.message} has come`);
  return zombieOf(pid, () => {});
}

async function sleepAtStatement(
  stage: Stage,
  destination: string,
  where: Extract<Sleep, { at: 'statement' }>,
  held: AsyncDisposableStack,
): Promise<Zombie> {
  const { mode, source } = stage;
  const fault = { kind: 'stall', when: where.when, ...(await find(stage, where)) } as const;
  const proxy = held.use(await startPostgresProxy({ url: destination, fault }));
  const host = await startHost(mode, { source: source.url, destination: proxy.url });
  await Promise.race([proxy.fired, sleep(firesWithinMs, undefined, { ref: false })]);
  const [pid] = processes(host.pid ?? 0, 'dest-postgres');
  if (pid === undefined || !proxy.hasFired) throw new Error(`no statement ${fault.statement} has come`);
  process.kill(pid, 'SIGSTOP');
  await endHost(host);
  return zombieOf(pid, () => proxy.release());
}

/** With one session at a time, statements come in the same order in each run. */
async function find(
  stage: Stage,
  { like }: Extract<Sleep, { at: 'statement' }>,
): Promise<{ readonly statement: string; readonly occurrence: number }> {
  const recording = (await record(stage, { parallelism: 1 })).sides.find(({ side }) => side === 'destination');
  const statements = recording?.statements ?? [];
  const statement = statements.find((one) => like.test(one));
  if (statement === undefined) throw new Error(`no run has a statement like ${like}`);
  return { statement, occurrence: 1 };
}

async function startHost(mode: Mode, ends: Parameters<typeof pipelineDocument>[1]): Promise<ChildProcess> {
  const started = Promise.withResolvers<ChildProcess>();
  // Killed, it prints no result.
  runPipelineDocument(pipelineDocument(mode, ends, 1), { timeoutMs: 120_000, onStart: started.resolve }).catch(
    () => {},
  );
  return started.promise;
}

async function endHost(host: ChildProcess): Promise<void> {
  host.kill('SIGKILL');
  await hasEnded(host.pid ?? 0);
}

function zombieOf(pid: number, release: () => void): Zombie {
  return {
    pid,
    wake: () => {
      release();
      process.kill(pid, 'SIGCONT');
    },
    kill: () => {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}

async function hasEnded(pid: number): Promise<boolean> {
  const until = performance.now() + wakesUpWithinMs;
  while (isAlive(pid) && performance.now() < until) await sleep(50);
  return !isAlive(pid);
}

function isAlive(pid: number): boolean {
  return existsSync(join('/proc', String(pid), 'exe'));
}

/** How many loads each target has. */
async function loadsOf({ expected }: Stage, url: string): Promise<Loads> {
  const loads = { items: 0, people: 0 };
  for (const table of tableNames) {
    const now = await contents(url, `public.${table}`);
    loads[table] = now === expected[table][1] ? 1 : 0;
  }
  return loads;
}
