import type { Queryable } from '../queryable.ts';
import { prepareState, readStateVersion } from './format.ts';
import { Receipts } from './receipts.ts';
import { StreamStates } from './streams.ts';
import { stateTables, type StateTables } from './tables.ts';

/** The state of loads, in tables of the staging schema. */
export class StateStore {
  readonly streams: StreamStates;
  readonly receipts: Receipts;
  readonly #tables: StateTables;

  constructor(stagingSchema: string) {
    this.#tables = stateTables(stagingSchema);
    this.streams = new StreamStates(this.#tables);
    this.receipts = new Receipts(this.#tables, this.streams);
  }

  /** @throws {ConnectorError} `state_version_unknown` */
  prepare(db: Queryable, lockTimeoutMs: number): Promise<void> {
    return prepareState(db, this.#tables, lockTimeoutMs);
  }

  /** Of the tables that are there; 0 where there are none. */
  version(db: Queryable): Promise<number> {
    return readStateVersion(db, this.#tables);
  }
}
