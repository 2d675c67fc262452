import type { Checkpoint, Position, Receipt } from '@rapidbyte/connector';
import type { Queryable } from '../queryable.ts';
import type { StateStore } from './store.ts';
import type { StreamKey } from './stream-key.ts';
import type { LoadIdentity } from './streams.ts';

/** What one session keeps about its unit: the receipt and, of a continuing load, the position, both moved by each commit. */
export class Ledger {
  readonly #store: StateStore;
  readonly #key: StreamKey;
  readonly #load: LoadIdentity;
  readonly #unit: string;
  #last: Receipt | undefined;
  #position: Position | undefined;
  #next: { readonly receipt: Receipt; readonly position: Position | undefined } | undefined;

  /** @param last the unit's receipt of an earlier session; @param position where a continuing load stands */
  constructor(
    store: StateStore,
    key: StreamKey,
    load: LoadIdentity,
    unit: string,
    last: Receipt | undefined,
    position: Position | undefined,
  ) {
    this.#store = store;
    this.#key = key;
    this.#load = load;
    this.#unit = unit;
    this.#last = last;
    this.#position = position;
  }

  /** Of the unit, committed so far, by earlier sessions too. */
  get rows(): number {
    return this.#last?.rows ?? 0;
  }

  /**
   * Writes receipt and position in the open transaction of the rows that they stand for.
   *
   * @param added what the transaction adds to the unit
   * @throws {ConnectorError} `stale_epoch`, `position_differs`, `unit_already_committed`, `load_already_published`
   */
  async write(
    db: Queryable,
    checkpoint: Checkpoint,
    added: { readonly rows: number; readonly bytes: number },
  ): Promise<Receipt> {
    const reached = checkpoint.positions[0]?.position;
    const receipt: Receipt = {
      ...this.#load,
      stream: this.#key.stream,
      unit: this.#unit,
      checkpointId: checkpoint.checkpointId,
      rows: this.rows + added.rows,
      bytes: (this.#last?.bytes ?? 0) + added.bytes,
    };
    let position = this.#position;
    if (position !== undefined) {
      const from = position;
      position = reached ?? from;
      // First: it locks the stream's row for what comes next.
      await this.#store.streams.advance(db, this.#key, this.#load, from, position);
    }
    await this.#store.receipts.write(db, this.#key, receipt, this.#last, reached);
    this.#next = { receipt, position };
    return receipt;
  }

  /** The transaction is durable. */
  committed(): void {
    if (this.#next === undefined) return;
    this.#last = this.#next.receipt;
    this.#position = this.#next.position;
  }
}
