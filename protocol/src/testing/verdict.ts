import type { Role } from '../model/handshake.ts';

/**
 * PASS: observed, and as it must be. FAIL: observed, and not so. SKIP: does not apply to this connector, which has said
 * so itself. NOT_REACHED: could not be observed, because something before it did not work; it never counts as a pass.
 */
export type Verdict = 'PASS' | 'FAIL' | 'SKIP' | 'NOT_REACHED';

export interface ClauseResult {
  readonly clause: string;
  readonly family: string;
  readonly rules: readonly string[];
  readonly title: string;
  readonly verdict: Verdict;
  /** Why it is not PASS. */
  readonly reason?: string;
  readonly durationMs: number;
}

/** What all clauses together say: `conforms` only if each was observed, or does not apply. */
export type Conclusion = 'conforms' | 'incomplete' | 'violates';

export interface ConformanceReport {
  readonly role: Role;
  readonly conclusion: Conclusion;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly seed: number;
  readonly results: readonly ClauseResult[];
}

/** Thrown where a rule is broken: FAIL. */
export class Breach extends Error {}

/** Thrown where the way to what a clause looks at is blocked: NOT_REACHED. */
export class NotReached extends Error {}

/** Thrown where the connector does not claim what a clause looks at: SKIP. */
export class Inapplicable extends Error {}

/** For `catch`, where a way that is blocked breaks the rule itself. @throws Breach for a NotReached, all else as it is */
export function breachAt(what: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof NotReached ? new Breach(`${what}: ${error.message}`) : error;
  };
}

/** @throws Breach unless `holds` */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Breach(otherwise);
}

export function conclusionOf(results: readonly ClauseResult[]): Conclusion {
  if (results.some(({ verdict }) => verdict === 'FAIL')) return 'violates';
  const observed = results.some(({ verdict }) => verdict === 'PASS');
  return observed && results.every(({ verdict }) => verdict !== 'NOT_REACHED') ? 'conforms' : 'incomplete';
}
