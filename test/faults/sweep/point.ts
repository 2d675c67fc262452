import type { Direction, Fault, FaultKind } from '@rapidbyte/connector/faults';
import type { StatementFault, StatementFaultKind } from '../postgres-proxy/proxy.ts';
import type { Moment } from '../postgres-proxy/connection.ts';
import { login, shorten } from '../postgres-proxy/statement.ts';

export type Side = 'source' | 'destination';

/** A moment of a run, and what goes wrong then. */
export type Point = (
  | { readonly at: 'message'; readonly side: Side; readonly fault: Fault }
  | { readonly at: 'statement'; readonly side: Side; readonly fault: StatementFault }
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

/** Every point of a run that looked like this. */
export function pointsOf({ side, messages, statements, copies }: Recording): readonly Point[] {
  return [...messagePoints(side, messages), ...statementPoints(side, statements, copies)];
}

function messagePoints(side: Side, messages: readonly string[]): Point[] {
  return occurrences(messages).flatMap(({ what, occurrence }) => {
    const [direction, message] = what.split(' ') as [Direction, string];
    return messageFaults
      .filter(({ once }) => once !== true || occurrence === 1)
      .flatMap(({ kind, moments }) => moments.map((when) => ({ kind, when })))
      .flatMap(({ kind, when }): Point[] =>
        when === 'during' ? [] : [{ at: 'message', side, fault: { kind, direction, message, when, occurrence } }],
      );
  });
}

function statementPoints(side: Side, statements: readonly string[], copies: ReadonlySet<string>): Point[] {
  return occurrences(statements).flatMap(({ what: statement, occurrence }) =>
    statementFaults
      .filter(({ once }) => once !== true || occurrence === 1)
      .flatMap(({ kind, moments }) => moments.map((when) => ({ kind, when })))
      .filter(({ when }) => when !== 'during' || copies.has(statement))
      // Before a login there is no backend.
      .filter(({ kind, when }) => !(kind === 'kill' && statement === login && when === 'before'))
      .map(({ kind, when }): Point => ({ at: 'statement', side, fault: { kind, statement, when, occurrence } })),
  );
}

/**
 * What makes a run fail, so that it shows what only such a run does: sessions are stopped, errors told, staging is dropped.
 * None of these errors may be tried again.
 */
export function provocations(recordings: readonly Recording[]): readonly Point[] {
  const error = { category: 'data', code: 'injected_fault' } as const;
  const resets = recordings.flatMap(({ side, copies }): Point[] =>
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
export function provokedPoints(
  provokedBy: Point,
  plain: readonly Recording[],
  provoked: readonly Recording[],
): Point[] {
  return provoked.flatMap((recording) => {
    const { side, messages } = recording;
    // One wrapper injects one fault.
    if (provokedBy.at === 'message' && provokedBy.side === side) return [];
    const known = new Set(plain.find((other) => other.side === side)?.messages);
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

/** Where a commit or a publish is decided, or is told. */
export function isCritical({ at, side, fault }: Point): boolean {
  if (side === 'source') return false;
  return at === 'message'
    ? /^(?:committed|published?)$/.test(fault.message)
    : /^COMMIT after .*(?:receipt|published_rows)/.test(fault.statement);
}

/** True where only a deadline, or whoever cancels the run, ends it. */
export function isStall(point: Point): boolean {
  return point.fault.kind === 'stall';
}

/** The same for every run, and good for finding it again: `destination: kill before COMMIT #2`. */
export function nameOf({ at, side, fault, provokedBy }: Point): string {
  const what = at === 'message' ? `${fault.direction} ${fault.message}` : shorten(fault.statement);
  const why = provokedBy === undefined ? '' : ` (because of ${nameOf(provokedBy)})`;
  return `${side}: ${fault.kind} ${fault.when} ${what} #${fault.occurrence}${why}`;
}
