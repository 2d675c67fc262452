import type { StreamPosition } from '@rapidbyte/connector';
import type { BatchBuffers } from './batch-buffers.ts';
import type { CopyInput } from './copy-out.ts';
import type { Progress } from './progress.ts';
import type { RowOrder } from './row-order.ts';

/** What a reader does for its checkpoints; in the order of the calls. */
export interface CheckpointActions {
  /** Hands over what the present buffers hold. */
  emit(): void;
  checkpoint(positions: readonly StreamPosition[]): void;
}

/**
 * Places the checkpoints of a read in order: when they are due, between two rows that differ in the order, so that what is
 * after the position is what has not been sent; and one behind the last row.
 */
export class Checkpoints {
  readonly #order: RowOrder;
  readonly #progress: Progress;
  readonly #actions: CheckpointActions;

  constructor(order: RowOrder, progress: Progress, actions: CheckpointActions) {
    this.#order = order;
    this.#progress = progress;
    this.#actions = actions;
  }

  /**
   * Decodes up to where a checkpoint falls due. One that is due waits for the first row that may stand behind it: rows are then
   * taken one by one, and that row is left in the input.
   *
   * @returns whether a checkpoint was placed, or rows were taken and there is room for more
   */
  decode(
    target: BatchBuffers,
    input: Pick<CopyInput, 'start'>,
    rowLimit: number,
    byteLimit: number,
    decode: (rowLimit: number, byteLimit: number) => void,
  ): boolean {
    const { start } = input;
    const { rows, payloadBytes } = target;
    const due = this.#progress.isDue(rows, payloadBytes);
    if (due) decode(Math.min(rows + 1, rowLimit), Infinity);
    else decode(Math.min(rowLimit, this.#progress.rowsLeft), Math.min(byteLimit, this.#progress.bytesLeft));
    if (target.rows === rows) return false;
    if (due && this.#order.differs(target, rows)) {
      input.start = start;
      target.rows = rows;
      target.payloadBytes = payloadBytes;
      this.place(target);
      return true;
    }
    return target.rows < rowLimit && target.payloadBytes < byteLimit;
  }

  /** Whether one is to stand before the row that comes after those of the buffers, and was decoded into them. */
  isBeforeNext(target: BatchBuffers): boolean {
    return this.#progress.isDue(target.rows, target.payloadBytes) && this.#order.differs(target, target.rows);
  }

  /** Behind the rows that the buffers hold so far. */
  place(target: BatchBuffers): void {
    if (target.rows > 0) this.#actions.emit();
    this.#checkpoint();
  }

  handedOver(buffers: BatchBuffers, bytes: number): void {
    this.#order.keep(buffers, buffers.rows - 1);
    this.#progress.handedOver(buffers.rows, bytes);
  }

  /** Places the last one where the rows so far have a place for it, and drops those behind. False: they have none yet. */
  stop(target: BatchBuffers | undefined): boolean {
    const rows = target === undefined ? -1 : this.#order.lastBoundary(target);
    if (target !== undefined && rows > 0) {
      target.rows = rows;
      this.#actions.emit();
    } else if (rows < 0 && !this.#progress.empty) {
      return false;
    }
    this.finish();
    return true;
  }

  /** Behind all that was handed over. */
  finish(): void {
    if (!this.#progress.covered) this.#checkpoint();
  }

  #checkpoint(): void {
    this.#actions.checkpoint(this.#progress.checkpoint(this.#order.last));
  }
}
