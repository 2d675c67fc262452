import type { Guarantee, StreamAnswer, StreamSpec } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { RequiredGuarantee } from '../config/types.ts';
import type { PipelineProblem } from './types.ts';

/** What holds for a stream in the end, and why. */
export interface StreamGuarantee {
  readonly guarantee: Guarantee;
  readonly reason: string;
}

const weakestFirst: readonly Guarantee[] = ['at_least_once', 'idempotent_by_key', 'exactly_once'];

const isWeaker = (a: Guarantee, b: Guarantee): boolean => weakestFirst.indexOf(a) < weakestFirst.indexOf(b);

/**
 * The weaker of what the destination promises and of what the way of reading allows. The reason also says which rows an
 * incremental read can't see, which is no matter of how often a row arrives.
 */
export function streamGuarantee(
  { syncMode, writeMode, cursor }: StreamSpec,
  { guarantee: promised, guaranteeReason }: Pick<StreamAnswer, 'guarantee' | 'guaranteeReason'>,
): StreamGuarantee {
  const reasons = guaranteeReason === '' ? [] : [guaranteeReason];
  if (syncMode !== 'incremental' || cursor === undefined) return { guarantee: promised, reason: reasons.join('; ') };
  let guarantee = promised;
  if (cursor.lookBack === undefined) {
    reasons.push(
      `rows that are committed late, with a ${cursor.column} before the position, are missed: look_back finds them`,
    );
  } else {
    const most = writeMode === 'upsert' ? 'idempotent_by_key' : 'at_least_once';
    const what = writeMode === 'upsert' ? 'puts them in place of themselves' : 'adds them once more';
    if (isWeaker(most, guarantee)) guarantee = most;
    reasons.push(`look_back ${cursor.lookBack} reads rows again, and ${writeMode} ${what}`);
  }
  if (cursor.nulls === 'include' && writeMode !== 'upsert') {
    reasons.push(`rows without a ${cursor.column} are read with the first load only`);
  }
  return { guarantee, reason: reasons.join('; ') };
}

/** Null where the stream has what the pipeline requires. */
export function guaranteeProblem(
  { name }: StreamSpec,
  { guarantee, reason }: StreamGuarantee,
  required: RequiredGuarantee | undefined,
): PipelineProblem | null {
  if (required === undefined || !isWeaker(guarantee, required.guarantee)) return null;
  const stream = quoteStreamName(name);
  return {
    severity: 'error',
    category: 'config',
    code: 'guarantee_too_weak',
    message: `${stream} is ${guarantee}, and ${required.guarantee} is required${reason === '' ? '' : `: ${reason}`}`,
    hint: `Change what the reason names, or require no more than ${guarantee}.`,
    path: required.path,
    stream,
    side: 'host',
    retryable: false,
  };
}
