import { formatStreamName } from '@rapidbyte/postgres';
import type { Incarnation } from '../position/incarnation.ts';
import type { Hold } from './hold.ts';
import { unknownUnit, type CutRequest, type StreamCut } from './stream-planner.ts';
import type { Survey } from './survey.ts';
import { encodeToken, type UnitToken } from './token.ts';

/** Plans what has come to a stream since the position that it has: one unit, in the stream's order, which can't be cut. */
export class ContinuingPlanner {
  readonly #token: Omit<UnitToken, 'mode'>;
  readonly #units = new Set<string>();

  constructor(hold: Hold, found: Survey, incarnation: Incarnation) {
    this.#token = { ...wholeStream(hold, found), continues: { incarnation } };
  }

  async plan({ asked, done, newId }: CutRequest): Promise<StreamCut> {
    const unknown = done.find((id) => !this.#units.has(id));
    if (unknown !== undefined) throw unknownUnit(`there is no unit ${JSON.stringify(unknown)}`);
    const cut = {
      mode: asked,
      wholeBecause: 'what has come since the last position is read in its order, by one session',
      exclusive: true,
    };
    if (done.length > 0) return { ...cut, units: [] };
    const id = newId(0);
    this.#units.add(id);
    const token = encodeToken({ ...this.#token, mode: asked });
    // How much has come nobody knows yet.
    return { ...cut, units: [{ id, token, bytes: 0, rows: 0 }] };
  }
}

/** The stream as its root shows it, at the plan's snapshot. */
export function wholeStream({ snapshot, locks }: Hold, { root }: Survey): Omit<UnitToken, 'mode'> {
  if (snapshot === undefined) throw new Error('a unit of a stream that goes on needs a snapshot');
  const { namespace, name, oid, filenode } = root;
  return {
    version: 1,
    snapshot: snapshot.id,
    snapshotSum: snapshot.sum,
    stream: { namespace, name, oid, filenode },
    lock: locks.get(formatStreamName(root)) ?? 'select',
    parts: [{ except: [] }],
  };
}
