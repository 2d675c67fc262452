import { ConnectorError } from '../error.ts';
import type { Role } from '../model/handshake.ts';
import { Bench } from './bench.ts';
import type { Clause } from './clause.ts';
import { families } from './clauses/families.ts';
import type { ConformanceOptions } from './options.ts';
import {
  Breach,
  type ClauseResult,
  conclusionOf,
  type ConformanceReport,
  Inapplicable,
  NotReached,
  type Verdict,
} from './verdict.ts';

/** A clause that no clause of its own can hold up: far beyond all waits that one makes. */
const clauseDeadlineMs = 300_000;

export interface ListedClause extends Pick<Clause, 'id' | 'rules' | 'roles' | 'title'> {
  readonly family: string;
}

/** Every clause, in the order in which they are tried. */
export function listClauses(role?: Role): readonly ListedClause[] {
  return families.flatMap(({ name, clauses }) =>
    clauses
      .filter(({ roles }) => role === undefined || roles.includes(role))
      .map(({ id, rules, roles, title }) => ({ family: name, id, rules, roles, title })),
  );
}

/** Whether a clause is meant by one word of `only`: a family, a clause, a rule, or a group of rules (`FRAME`). */
export function isMeant(word: string, { id, family }: { readonly id: string; readonly family: string }): boolean {
  return family === word || id === word || id.startsWith(`${word}/`) || id.startsWith(`${word}-`);
}

/**
 * Drives a connector through every clause of its role, and says what was seen. Starts processes of it, each in a process
 * group of its own, and leaves none behind. Never throws because of what the connector does.
 */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const bench = new Bench(options);
  const results: ClauseResult[] = [];
  const { only = [], signal } = options;
  // Every wait ends with the process that it is for.
  const cancel = (): void => void bench.close();
  signal?.addEventListener('abort', cancel);
  try {
    for (const { name: family, clauses } of families) {
      for (const clause of clauses) {
        if (!clause.roles.includes(options.role)) continue;
        if (only.length > 0 && !only.some((word) => isMeant(word, { id: clause.id, family }))) continue;
        const result = await judge(bench, clause, family);
        results.push(result);
        options.onResult?.(result);
      }
    }
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', cancel);
    await bench.close();
  }
  const counts: Record<Verdict, number> = { PASS: 0, FAIL: 0, SKIP: 0, NOT_REACHED: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return { role: options.role, conclusion: conclusionOf(results), counts, seed: options.seed, results };
}

async function judge(bench: Bench, clause: Clause, family: string): Promise<ClauseResult> {
  const { id, rules, title } = clause;
  const startedMs = performance.now();
  const before = bench.subjects.length;
  let finding = await withDeadline(clause, bench);
  // What the clause has started is its own, but for what it has shared with others; that is recorded, and over as well.
  const started = bench.subjects.slice(before);
  await Promise.all(started.map((subject) => subject.end()));
  // Output that can't be read any more is one breach, and not one of every clause that happens to meet it.
  const fault = started.find(({ fault }) => fault !== null)?.fault;
  if (finding.verdict === 'FAIL' && fault != null && !isAboutOutput(id, family)) {
    finding = { verdict: 'NOT_REACHED', reason: `the output could not be read: ${fault.message}` };
  }
  const durationMs = Math.round(performance.now() - startedMs);
  return { clause: id, family, rules, title, ...finding, durationMs };
}

const isAboutOutput = (id: string, family: string): boolean => family === 'hygiene' || id.startsWith('IO-2/');

async function withDeadline(
  clause: Clause,
  bench: Bench,
): Promise<{ readonly verdict: Verdict; readonly reason?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReached(`it took longer than ${clauseDeadlineMs} ms`)), clauseDeadlineMs);
  });
  try {
    await Promise.race([clause.run(bench), late]);
    return { verdict: 'PASS' };
  } catch (error) {
    if (error instanceof Breach) return { verdict: 'FAIL', reason: error.message };
    if (error instanceof NotReached) return { verdict: 'NOT_REACHED', reason: error.message };
    // What the connector has sent could not be read, where that is not what the clause looks at.
    if (error instanceof ConnectorError) return { verdict: 'NOT_REACHED', reason: error.message };
    if (error instanceof Inapplicable) return { verdict: 'SKIP', reason: error.message };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
