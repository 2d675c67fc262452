import { tableFromIPC } from '@uwdata/flechette';
import {
  encodeSchema,
  type OutgoingBatch,
  type Schema,
  type SourceOutput,
  type StreamPosition,
} from '@rapidbyte/connector';

/** Keeps what a session emits, and reads it with an Arrow implementation that is not ours. */
export class CollectingOutput implements SourceOutput {
  readonly #stop = new AbortController();
  readonly stop = this.#stop.signal;
  readonly maxBatchBytes: number;
  readonly batches: { readonly rows: number; readonly bytes: Uint8Array }[] = [];
  /** Each with the rows before it. */
  readonly checkpoints: { readonly rows: number; readonly positions: readonly StreamPosition[] }[] = [];
  #beforeEmit: (batch: number) => Promise<void> | void;
  /** What was called first ends first, as in a session. */
  #turn: Promise<unknown> = Promise.resolve();
  waitedMs = 0;

  constructor(
    options: { readonly maxBatchBytes?: number; readonly beforeEmit?: (batch: number) => Promise<void> | void } = {},
  ) {
    this.maxBatchBytes = options.maxBatchBytes ?? 64 << 20;
    this.#beforeEmit = options.beforeEmit ?? (() => {});
  }

  requestStop(): void {
    this.#stop.abort(new Error('stop'));
  }

  emit(batch: OutgoingBatch): Promise<void> {
    return this.#inTurn(async () => {
      await this.#beforeEmit(this.batches.length);
      // Copied only now: buffers that are reused too early would show.
      const bytes = new Uint8Array(Buffer.concat(batch.arrowIpc));
      if (bytes.length > this.maxBatchBytes) throw new Error(`a batch of ${bytes.length} bytes`);
      this.batches.push({ rows: batch.rows, bytes });
    });
  }

  checkpoint(positions: readonly StreamPosition[] = []): Promise<void> {
    return this.#inTurn(async () => void this.checkpoints.push({ rows: this.rows, positions }));
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(step);
    this.#turn = mine;
    mine.catch(() => {});
    return mine;
  }

  addWaitReadMs(milliseconds: number): void {
    this.waitedMs += milliseconds;
  }

  get rows(): number {
    return this.batches.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Column name → values, over all batches. */
  columns(schema: Schema): Record<string, unknown[]> {
    const stream = Buffer.concat([encodeSchema(schema), ...this.batches.map(({ bytes }) => bytes)]);
    const table = tableFromIPC(new Uint8Array(stream), { useBigInt: true, useDecimalInt: false });
    return Object.fromEntries(schema.fields.map(({ name }, index) => [name, [...(table.getChildAt(index) ?? [])]]));
  }
}
