import { setTimeout as sleep } from 'node:timers/promises';
import { compareTables } from '../../support/compare.ts';
import type { TestDatabase } from '../../support/database.ts';
import { watchState } from '../state-file/journal.ts';
import { type Table, tableNames } from './mode.ts';
import { pipelineName } from './run.ts';
import type { Stage } from './stage.ts';

/** For what a server needs to notice that a client is gone. */
const quietWithinMs = 10_000;
/** What a destination keeps beside staging. */
const stateTables: ReadonlySet<string> = new Set(['stream', 'receipt', 'format']);

/** How many loads each target has had. */
export type Loads = Readonly<Record<Table, number>>;

/** What is wrong with targets, and with staging, after a run without faults. @param before its loads */
export async function targetProblems(
  { mode, source }: Stage,
  target: TestDatabase,
  before: Loads,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const table of tableNames) {
    const schema = mode.after[Math.min(before[table] + 1, mode.after.length - 1)];
    let as = `public.${table}`;
    if (mode.guarantee === 'at_least_once') {
      as = `public.distinct_${table}`;
      await target.query(`CREATE TABLE ${as} AS SELECT DISTINCT * FROM public.${table}`);
    }
    const { differences } = await compareTables(source.url, target.url, `${schema}.${table}`, {
      as,
      constraints: mode.constraints,
    });
    problems.push(...differences.map((difference) => `${table}: ${difference}`));
  }
  const staged = await target.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = '_rapidbyte'`,
  );
  problems.push(...staged.filter(({ name }) => !stateTables.has(name)).map(({ name }) => `staging is left: ${name}`));
  return problems;
}

/** What the destination says of where it stands, and what the state file does; after a run without faults they agree. */
export async function stateProblems(
  { mode }: Stage,
  target: TestDatabase,
  stateFile: string,
): Promise<readonly string[]> {
  const streams = await target.query<{ name: Table; position: string | null }>(
    `SELECT name, encode(position_order, 'hex') AS position FROM _rapidbyte.stream ORDER BY name`,
  );
  const problems: string[] = [];
  if (streams.map(({ name }) => name).join() !== tableNames.join()) {
    problems.push(`state is not one row a stream: ${JSON.stringify(streams)}`);
  }
  if (mode.streams === undefined) return problems;
  using state = watchState(stateFile);
  for (const { name, position } of streams) {
    const remembered = state.journal.position(pipelineName, `public.${name}`)?.position?.order ?? null;
    if (position === null || remembered !== position) {
      problems.push(
        `${name} stands at ${position ?? 'no position'}, and the state file says ${remembered ?? 'nothing'}`,
      );
    }
  }
  return problems;
}

/** Connections of the run that are left in these databases, and with them transactions, snapshots, locks. */
export async function connectionProblems(...databases: readonly TestDatabase[]): Promise<readonly string[]> {
  const problems = await Promise.all(
    databases.map(async (database) => {
      for (const until = performance.now() + quietWithinMs; ; await sleep(50)) {
        const left = await database.query<{ what: string }>(
          `SELECT concat_ws(', ', application_name, state, query) AS what FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'rapidbyte%'`,
        );
        if (left.length === 0) return [];
        if (performance.now() > until) return left.map(({ what }) => `a connection is left: ${what}`);
      }
    }),
  );
  return problems.flat();
}
