import type { CommitState, ErrorCategory } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { PipelineError } from '../connector/error.ts';
import { afterFailure, type AfterFailure } from './unit-failure.ts';

interface Facts {
  readonly category?: ErrorCategory;
  readonly code?: string;
  readonly commitState?: CommitState;
  readonly isContinuing?: boolean;
  readonly onTrial?: boolean;
  readonly sourceIsDead?: boolean;
  readonly destinationIsDead?: boolean;
}

function after(facts: Facts): AfterFailure {
  const { category = 'transient', code = 'x', commitState = 'before' } = facts;
  const error = new PipelineError({ category, code, message: 'm', side: 'source' });
  const pair = {
    source: { isAlive: facts.sourceIsDead !== true },
    destination: { isAlive: facts.destinationIsDead !== true },
  };
  return afterFailure(
    { error, commitState },
    { isContinuing: facts.isContinuing ?? false },
    pair,
    facts.onTrial ?? false,
  );
}

describe('after a unit has failed', () => {
  it.each<[Facts, AfterFailure]>([
    [{}, 'move_again'],
    [{ category: 'rate_limited' }, 'move_again'],
    [{ commitState: 'unknown' }, 'ask'],
    [{ commitState: 'confirmed' }, 'ask'],
    [{ category: 'data' }, 'give_up'],
    [{ category: 'internal' }, 'give_up'],
    [{ category: 'data', commitState: 'unknown' }, 'give_up'],
    [{ code: 'snapshot_lost' }, 'give_up'],
    [{ sourceIsDead: true }, 'give_up'],
    [{ destinationIsDead: true }, 'give_up'],
    [{ destinationIsDead: true, commitState: 'unknown' }, 'give_up'],
    // The destination says where it stands when the next load begins.
    [{ isContinuing: true }, 'give_up'],
    [{ isContinuing: true, commitState: 'unknown' }, 'give_up'],
    // Other values may do better, whatever it was; but rows that are wrong stay wrong.
    [{ onTrial: true, category: 'internal' }, 'trial_failed'],
    [{ onTrial: true }, 'trial_failed'],
    [{ onTrial: true, category: 'data' }, 'give_up'],
    [{ onTrial: true, commitState: 'unknown' }, 'ask'],
    [{ onTrial: true, category: 'internal', sourceIsDead: true }, 'give_up'],
  ])('%j: %s', (facts, expected) => {
    expect(after(facts)).toBe(expected);
  });
});
