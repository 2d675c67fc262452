import type { Role } from '../model/handshake.ts';
import type { Bench } from './bench.ts';

/** One thing that is looked at, by itself. */
export interface Clause {
  /** The rule that it belongs to first, and what of it: `FRAME-3/length-checked-first`. */
  readonly id: string;
  /** Every rule of docs/PROTOCOL.md that it observes. */
  readonly rules: readonly string[];
  /** Of connectors in these roles. */
  readonly roles: readonly Role[];
  /** What must hold, in one sentence. */
  readonly title: string;
  /** @throws Breach, NotReached, Inapplicable */
  readonly run: (bench: Bench) => Promise<void> | void;
}

export interface Family {
  readonly name: string;
  readonly clauses: readonly Clause[];
}

const bothRoles: readonly Role[] = ['source', 'destination'];

/** A clause of one rule, or of several: `rules` beside the one that the id names. */
export function clause(
  id: string,
  title: string,
  run: Clause['run'],
  options: { readonly roles?: readonly Role[]; readonly rules?: readonly string[] } = {},
): Clause {
  const rule = id.slice(0, id.indexOf('/'));
  return { id, title, run, rules: [rule, ...(options.rules ?? [])], roles: options.roles ?? bothRoles };
}

export const forSources = { roles: ['source'] } as const;
export const forDestinations = { roles: ['destination'] } as const;
