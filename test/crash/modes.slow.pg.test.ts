import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionProblems } from '../faults/sweep/aftermath.ts';
import { type CaseOutcome, type Encounter, runEncounters } from '../faults/sweep/case.ts';
import { type Mode, modes } from '../faults/sweep/mode.ts';
import { pipelineDocument } from '../faults/sweep/run.ts';
import { prepareStage, type Stage } from '../faults/sweep/stage.ts';
import { runPipelineDocument } from '../support/pipeline-process.ts';
import { type PostgresServer, startLocalPostgres } from '../support/postgres-server.ts';
import { children } from '../support/proc.ts';
import { createRandom } from '../support/random.ts';
import { kill, type Victim, victims } from './victims.ts';

// kill.slow.pg.test.ts kills in a large load of many units; this one in every mode, where a run goes on from a position too.

const kills = Number(process.env['RAPIDBYTE_KILLS'] ?? 200);
const seed = Number(process.env['RAPIDBYTE_KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const parallelism = 2;
/** Some come when the run is over. */
const mostTries = 3;
/** These loads have one process a side. */
const present = victims.filter((victim) => !victim.endsWith('worker'));
/** From the kill to the end of every process of the run. */
const endWithinMs = 30_000;

describe.runIf(process.platform === 'linux')(`seed ${seed}`, () => {
  let servers: { readonly source: PostgresServer; readonly destination: PostgresServer };
  const stages = new Map<Mode, { readonly stage: Stage; readonly wholeMs: number }>();

  beforeAll(async () => {
    const [source, destination] = await Promise.all([startLocalPostgres(), startLocalPostgres()]);
    servers = { source, destination };
    for (const mode of modes) {
      const stage = await prepareStage(mode, servers);
      await using target = await stage.newTarget();
      const startedAt = performance.now();
      const { exitCode } = await runPipelineDocument(documentOf(stage, target.url));
      expect(exitCode).toBe(0);
      stages.set(mode, { stage, wholeMs: performance.now() - startedAt });
    }
  }, 300_000);
  afterAll(async () => {
    await Promise.all(Object.values(servers ?? {}).map((server) => server.stop()));
  });

  test(
    `${kills} kills over all modes, and each next run makes it right`,
    { timeout: 600_000 + kills * 60_000 },
    async () => {
      const random = createRandom(seed);
      const outcomes: CaseOutcome[] = [];
      const startedAt = performance.now();
      let fired = 0;
      for (let index = 0; fired < kills && index < mostTries * kills; index++) {
        const victim = present[index % present.length] ?? 'host';
        const mode = modes[random.integer(0, modes.length - 1)];
        const { stage, wholeMs } = (mode === undefined ? undefined : stages.get(mode)) ?? {};
        if (stage === undefined || wholeMs === undefined) throw new Error('no stage');
        const afterMs = random.integer(0, Math.round(1.1 * wholeMs));
        const outcome = await runEncounters(stage, [killing(stage, victim, afterMs)]);
        outcomes.push(outcome);
        fired += outcome.fired;
        if (outcome.problems.length > 0) console.error(outcome.name, outcome.problems.join('\n'));
      }
      const ends: Record<string, number> = {};
      for (const end of outcomes.flatMap((outcome) => outcome.ends)) ends[end] = (ends[end] ?? 0) + 1;
      const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
      console.log(`${fired} kills in ${outcomes.length} runs and ${minutes} minutes: ${JSON.stringify(ends)}`);
      expect(outcomes.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`))).toEqual([]);
      expect(fired).toBe(kills);
    },
  );

  function killing(stage: Stage, victim: Victim, afterMs: number): Encounter {
    const meet: Encounter['meet'] = async ({ target }) => {
      const started = Promise.withResolvers<number>();
      const ended = runPipelineDocument(documentOf(stage, target.url), {
        timeoutMs: 120_000,
        onStart: ({ pid }) => started.resolve(pid ?? 0),
      }).catch((error: unknown) => error as Error);
      const hostPid = await started.promise;
      await sleep(afterMs);
      const group = [hostPid, ...children(hostPid)];
      const fired = await kill(victim, hostPid, servers);
      const outcome = await ended;
      const survivors = await whoLives(group);
      if (victim.endsWith('server')) await servers[victim === 'source server' ? 'source' : 'destination'].restart();
      const left = await connectionProblems(stage.source, target);
      if (outcome instanceof Error) {
        const why = victim === 'host' ? [] : [`no result: ${outcome.message}`];
        return { outcome: 'killed', fired, mayFail: fired, left: [...why, ...survivors, ...left], isHeld: false };
      }
      const { result } = outcome;
      return { outcome: { result, seconds: 0, retried: [], survivors }, fired, mayFail: fired, left, isHeld: false };
    };
    return { name: `${victim} killed after ${afterMs} ms`, meet };
  }
});

function documentOf({ mode, source }: Stage, destination: string): object {
  return pipelineDocument(mode, { source: source.url, destination }, parallelism);
}

async function whoLives(pids: readonly number[]): Promise<readonly string[]> {
  for (const until = performance.now() + endWithinMs; ; await sleep(50)) {
    const left = pids.filter((pid) => existsSync(`/proc/${pid}/exe`));
    if (left.length === 0 || performance.now() > until) return left.map((pid) => `process ${pid} lives on`);
  }
}
