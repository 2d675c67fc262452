import type { Direction, Fault, FaultKind } from '@rapidbyte/connector/faults';
import type { StatementFault, StatementFaultKind } from '../postgres-proxy/proxy.ts';
import type { Moment } from '../postgres-proxy/connection.ts';
import { login, shorten } from '../postgres-proxy/statement.ts';
import type { StateFault, StateFaultKind } from '../state-file/journal.ts';

export type Side = 'source' | 'destination';

/** A moment of a run, and what goes wrong then. */
export type Point = (
  | { readonly at: 'message'; readonly side: Side; readonly fault: Fault }
  | { readonly at: 'statement'; readonly side: Side; readonly fault: StatementFault }
  | { readonly at: 'state'; readonly side: 'host'; readonly fault: StateFault }
) & {
  /** What else goes wrong in the same run, and first: the moment is one of a run that fails. */
  readonly provokedBy?: Point;
};

/** What one run has shown of one side. */
export interface Recording {
  readonly side: Side;
  /** `to_host committed`, in their order. */
  readonly messages: readonly string[];
  /** Normalised, in their order. */
  readonly statements: readonly string[];
  /** Those of them that have copied rows. */
  readonly copies: ReadonlySet<string>;
}

/** Those of one run: what it says, what it does, and what it writes down about itself. */
export interface Recordings {
  readonly sides: readonly Recording[];
  /** Writes into the state file, in their order. */
  readonly calls: readonly string[];
}

interface FaultOf<Kind> {
  readonly kind: Kind;
  readonly moments: readonly Moment[];
  /** At the first one only: they differ little from the others. */
  readonly once?: boolean;
}

/** Those that break the pipe itself come before a message: after it is before the next one. */
const messageFaults: readonly FaultOf<FaultKind>[] = [
  { kind: 'kill', moments: ['before', 'after'] },
  { kind: 'error', moments: ['before', 'after'] },
  { kind: 'stall', moments: ['before', 'after'] },
  { kind: 'cut', moments: ['before'], once: true },
  { kind: 'half_close', moments: ['before'], once: true },
  { kind: 'truncate', moments: ['before'], once: true },
];

const statementFaults: readonly FaultOf<StatementFaultKind>[] = [
  { kind: 'kill', moments: ['before', 'during', 'after'] },
  { kind: 'reset', moments: ['before', 'during', 'after'] },
  { kind: 'stall', moments: ['before', 'during', 'after'] },
  { kind: 'half_close', moments: ['during', 'after'], once: true },
];

/** A file that is locked is waited for, before it is written. */
const stateFaults: readonly FaultOf<StateFaultKind>[] = [
  { kind: 'kill', moments: ['before', 'after'] },
  { kind: 'error', moments: ['before', 'after'], once: true },
  { kind: 'stall', moments: ['before'], once: true },
];

/** What can be between two moments that differ: a read that was made and one that was not are the same to everybody else. */
const reads = /^(?:SELECT|SAVEPOINT|RELEASE|LOCK|BEGIN|SET|START|WITH RECURSIVE|WITH used|WITH this_database)\b/;

/** Every point of a run that looked like this. */
export function pointsOf({ sides, calls }: Recordings): readonly Point[] {
  return [
    ...sides.flatMap(({ side, messages, statements, copies }) => [
      ...messagePoints(side, messages),
      ...statementPoints(side, statements, copies),
    ]),
    ...statePoints(calls),
  ];
}

function statePoints(calls: readonly string[]): Point[] {
  return faultsAt(calls, stateFaults).flatMap(({ what: call, kind, when, occurrence }): Point[] =>
    when === 'during' ? [] : [{ at: 'state', side: 'host', fault: { kind, call, when, occurrence } }],
  );
}

function messagePoints(side: Side, messages: readonly string[]): Point[] {
  return faultsAt(messages, messageFaults).flatMap(({ what, kind, when, occurrence }): Point[] => {
    const [direction, message] = what.split(' ') as [Direction, string];
    return when === 'during' ? [] : [{ at: 'message', side, fault: { kind, direction, message, when, occurrence } }];
  });
}

function statementPoints(side: Side, statements: readonly string[], copies: ReadonlySet<string>): Point[] {
  return (
    faultsAt(statements, statementFaults)
      .filter(({ what, when }) => when !== 'during' || copies.has(what))
      .filter(({ what, when }) => when !== 'after' || !reads.test(what))
      // Before a login there is no backend.
      .filter(({ what, kind, when }) => !(kind === 'kill' && what === login && when === 'before'))
      .map(({ what: statement, kind, when, occurrence }): Point => {
        return { at: 'statement', side, fault: { kind, statement, when, occurrence } };
      })
  );
}

interface FaultAt<Kind> {
  readonly what: string;
  readonly kind: Kind;
  readonly when: Moment;
  readonly occurrence: number;
}

function faultsAt<Kind>(all: readonly string[], faults: readonly FaultOf<Kind>[]): FaultAt<Kind>[] {
  return occurrences(all).flatMap(({ what, occurrence }) =>
    faults
      .filter(({ once }) => once !== true || occurrence === 1)
      .flatMap(({ kind, moments }) => moments.map((when) => ({ what, kind, when, occurrence }))),
  );
}

/**
 * What makes a run fail, so that it shows what only such a run does: sessions are stopped, errors told, staging is dropped.
 * None of these errors may be tried again.
 */
export function provocations({ sides }: Recordings): readonly Point[] {
  const error = { category: 'data', code: 'injected_fault' } as const;
  const resets = sides.flatMap(({ side, copies }): Point[] =>
    [...copies].slice(0, 1).map((statement) => ({
      at: 'statement',
      side,
      fault: { kind: 'reset', statement, when: 'during', occurrence: 1 },
    })),
  );
  return [
    {
      at: 'message',
      side: 'source',
      fault: { kind: 'error', direction: 'to_host', message: 'done', when: 'before', occurrence: 1, error },
    },
    {
      at: 'message',
      side: 'destination',
      fault: { kind: 'error', direction: 'to_connector', message: 'checkpoint', when: 'before', occurrence: 1, error },
    },
    ...resets,
  ];
}

/** Points of a run that was provoked, of messages that no run without faults has. */
export function provokedPoints(provokedBy: Point, plain: Recordings, provoked: Recordings): Point[] {
  return provoked.sides.flatMap((recording) => {
    const { side, messages } = recording;
    // One wrapper injects one fault.
    if (provokedBy.at === 'message' && provokedBy.side === side) return [];
    const known = new Set(plain.sides.find((other) => other.side === side)?.messages);
    const fresh = messages.filter((message) => !known.has(message));
    return messagePoints(side, fresh).map((point): Point => ({ ...point, provokedBy }));
  });
}

/** The first, the second and the last time that each of them comes. */
function occurrences(all: readonly string[]): { readonly what: string; readonly occurrence: number }[] {
  const counts = new Map<string, number>();
  for (const what of all) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].flatMap(([what, count]) =>
    [...new Set([1, Math.min(2, count), count])].map((occurrence) => ({ what, occurrence })),
  );
}

/** Where a commit, a publish or a write of state is decided, or is told. */
export function isCritical({ at, side, fault }: Point): boolean {
  switch (at) {
    case 'message':
      return /^(?:checkpoint|committed|published?)$/.test(fault.message);
    case 'statement':
      // One that has only read or locked decides about nothing.
      return side === 'destination' && /^COMMIT after (?!SELECT|LOCK)/.test(fault.statement);
    case 'state':
      return !fault.call.startsWith('event ');
  }
}

/**
 * What is swept in each mode: every message, as it comes for the first time, and wherever something is decided. Everything
 * else is the same moment in each mode that has it, and is swept in one of them.
 */
export function isOfEachMode(point: Point): boolean {
  const { at, fault } = point;
  if (fault.occurrence > 1) return false;
  if (at !== 'message') return isCritical(point);
  return ['kill', 'error', 'stall'].includes(fault.kind) && (fault.when === 'before' || isCritical(point));
}

/** True where only a deadline, or whoever cancels the run, ends it. */
export function isStall(point: Point): boolean {
  return point.fault.kind === 'stall';
}

/** The same for every run, and good for finding it again: `destination: kill before COMMIT #2`. */
export function nameOf(point: Point): string {
  const { side, fault, provokedBy } = point;
  const why = provokedBy === undefined ? '' : ` (because of ${nameOf(provokedBy)})`;
  return `${side}: ${fault.kind} ${fault.when} ${shorten(whatOf(point))} #${fault.occurrence}${why}`;
}

/** The same moment of two modes has the same one. */
export function keyOf(point: Point): string {
  const { side, fault } = point;
  return [side, fault.kind, fault.when, whatOf(point), fault.occurrence].join(' ');
}

function whatOf({ at, fault }: Point): string {
  switch (at) {
    case 'message':
      return `${fault.direction} ${fault.message}`;
    case 'statement':
      return fault.statement;
    case 'state':
      return `state ${fault.call}`;
  }
}
