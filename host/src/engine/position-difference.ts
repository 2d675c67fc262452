import type { PositionText } from './journal.ts';
import type { PipelineProblem } from './types.ts';

/** Bytes of a position that are shown. */
const shownBytes = 16;

/**
 * A warning where the destination says that a stream stands elsewhere than this host remembers. The destination's answer counts
 * (invariant 2): the rows are there, and it has stored them and the position in one transaction.
 */
export function positionDifference(
  stream: string,
  remembered: PositionText | null,
  told: PositionText | null,
): PipelineProblem | null {
  const how = difference(remembered, told);
  if (how === null) return null;
  return {
    severity: 'warning',
    category: 'internal',
    code: 'position_differs',
    message: `${how}: this host remembers ${shown(remembered)}, the destination says ${shown(told)}, which counts`,
    hint:
      told === null
        ? 'The stream is read from the beginning. If the destination was restored or emptied, that is right.'
        : 'That is right after a run that was killed, or one from another machine, or if the destination was restored.',
    stream,
    side: 'host',
    retryable: false,
  };
}

function difference(remembered: PositionText | null, told: PositionText | null): string | null {
  if (told === null) return remembered === null ? null : 'The destination has no position of it any more';
  if (remembered === null) return 'The destination has a position of it';
  if (remembered.incarnation !== told.incarnation) return "The destination's position belongs to another history";
  if (remembered.order === told.order) return null;
  // Two digits a byte, so the order of the texts is that of the bytes.
  return told.order > remembered.order ? 'The destination is further' : 'The destination is further back';
}

function shown(position: PositionText | null): string {
  if (position === null) return 'none';
  const { order } = position;
  return order.length <= 2 * shownBytes ? `0x${order}` : `0x${order.slice(0, 2 * shownBytes)}…`;
}
