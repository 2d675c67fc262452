import type { Role } from '../model/handshake.ts';
import type { ClauseResult } from './verdict.ts';

/** How long the suite waits, in milliseconds. Each wait is bounded by one of these. */
export interface Patience {
  /** For an answer of the connector, or of the system behind it. */
  readonly answerMs: number;
  /** IO-4: for the end of a process that was told to end. */
  readonly exitMs: number;
  /** To see that nothing more is sent. */
  readonly quietMs: number;
  /** SESSION-11: between two signs of life, and what the machine may add to it. */
  readonly signOfLifeMs: number;
}

export const patience: Patience = { answerMs: 30_000, exitMs: 10_000, quietMs: 300, signOfLifeMs: 3_000 };

/** A shell command; it gets the stream's name in two variables of its environment (docs/CONFORMANCE.md). */
export interface ShellCommand {
  readonly command: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ConformanceOptions {
  /** What to spawn: an executable and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly role: Role;
  /** JSON text, with every secret in place. */
  readonly config: string;
  /** Texts of the config that must never be seen anywhere. */
  readonly secrets: readonly string[];
  /** Of the connector's processes; PATH at least. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** What prints what is visible in the destination. */
  readonly probe?: ShellCommand;
  /**
   * What adds rows to the source's incremental stream, after those that are there. A JSON object that it prints is the
   * connector's config from then on.
   */
  readonly grow?: ShellCommand;
  /** Only these clauses: ids of clauses or rules, their beginnings up to a dash or a slash, or families. */
  readonly only?: readonly string[];
  /** Decides what is left to chance: where writes are split, how things are called. */
  readonly seed: number;
  readonly patience?: Partial<Patience>;
  readonly signal?: AbortSignal;
  readonly onResult?: (result: ClauseResult) => void;
}
