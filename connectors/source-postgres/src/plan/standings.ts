import type { PlanRequest } from '@rapidbyte/connector';
import type { Connection } from '@rapidbyte/postgres';
import type { HeldTransaction } from '../held-transaction.ts';
import { identifySystem, type Incarnation } from '../position/incarnation.ts';
import { standingOf, withoutCursor, withoutSnapshot, type Standing } from '../position/standing.ts';
import { wholeStream } from './continuing-planner.ts';
import type { Hold, Snapshot } from './hold.ts';
import type { Survey } from './survey.ts';

/**
 * Runs `work` in a transaction at the snapshot, which then waits for a session to go on with it. The one that holds the
 * snapshot sees what was committed since.
 */
export type AtSnapshot = <Result>(
  snapshot: Snapshot,
  work: (held: HeldTransaction, connection: Connection) => Promise<Result>,
) => Promise<Result>;

export interface PlannedStanding extends Standing {
  /** Set where the stream goes on from the position that it has. */
  readonly continues?: Incarnation;
}

/** Of the streams that are read incrementally, by their index. @param surveys one for each stream */
export async function standingsOf(
  hold: Hold,
  { streams, resume = [] }: PlanRequest,
  surveys: readonly Survey[],
  atSnapshot: AtSnapshot,
): Promise<ReadonlyMap<number, PlannedStanding>> {
  const standings = new Map<number, PlannedStanding>();
  const incremental = [...streams.entries()].filter(([, { syncMode }]) => syncMode === 'incremental');
  if (incremental.length === 0) return standings;
  const { snapshot, whyNoSnapshot = '' } = hold;
  if (snapshot === undefined) {
    return new Map(incremental.map(([index, spec]) => [index, { problems: [withoutSnapshot(spec, whyNoSnapshot)] }]));
  }
  await atSnapshot(snapshot, async (held, connection) => {
    const system = await identifySystem(connection);
    for (const [index, spec] of incremental) {
      const found = surveys[index];
      if (spec.cursor === undefined || found === undefined) {
        standings.set(index, { problems: [withoutCursor(spec)] });
        continue;
      }
      const described = await held.lock(wholeStream(hold, found));
      const position = resume.find(({ streamIndex }) => streamIndex === index)?.position;
      const standing = await standingOf(connection, spec, spec.cursor, position, described, system);
      const { incarnation } = standing;
      const goesOn = position !== undefined && incarnation !== undefined;
      standings.set(index, { ...standing, ...(goesOn ? { continues: incarnation } : {}) });
    }
  });
  return standings;
}
