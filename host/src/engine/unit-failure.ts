import type { ConnectorClient } from '../connector/client.ts';
import type { StreamLoad } from './load.ts';
import type { UnitFailure } from './move-unit.ts';
import { mayPass } from './retries.ts';

/**
 * What comes after a unit has failed. `trial_failed`: it is moved again, under other values. `move_again`, `ask` whether it is
 * there. `give_up`: this load can't go on.
 */
export type AfterFailure = 'trial_failed' | 'move_again' | 'ask' | 'give_up';

/** What is known of the two processes. */
export interface PairState {
  readonly source: Pick<ConnectorClient, 'isAlive'>;
  readonly destination: Pick<ConnectorClient, 'isAlive'>;
}

/** Errors that are no fault of the values that are being tried. */
const notOfTheTrial: ReadonlySet<string> = new Set(['protocol', 'data', 'schema']);

/** @param onTrial it was opened under values that are only being tried */
export function afterFailure(
  { error, commitState, whole }: UnitFailure,
  stream: Pick<StreamLoad, 'isContinuing'>,
  { source, destination }: PairState,
  onTrial: boolean,
): AfterFailure {
  const isMovable = commitState === 'before' && source.isAlive && destination.isAlive && error.exit === undefined;
  if (onTrial && isMovable && !notOfTheTrial.has(error.category)) return 'trial_failed';
  // The position of a continuing load is the destination's to say, and it says so when the next load begins.
  if (stream.isContinuing || !mayPass(error) || !source.isAlive || !destination.isAlive) return 'give_up';
  // PLAN-3: without the snapshot the rest of the load can't be read.
  if (error.code === 'snapshot_lost') return 'give_up';
  if (isMovable) return 'move_again';
  return whole === null ? 'give_up' : 'ask';
}
