import type { CheckpointInterval, Position, StreamPosition } from '@rapidbyte/connector';

export interface ProgressOptions {
  readonly streamIndex: number;
  /** Where the read begins. */
  readonly start: Position;
  readonly interval: CheckpointInterval;
  /** Where a row stands, by its order columns. */
  positionOf(forms: readonly Uint8Array[]): Position;
}

/** How far an ordered read has come, and when the next checkpoint is due; time counts where rows come. */
export class Progress {
  readonly #options: ProgressOptions;
  #position: Position;
  /** Since the last checkpoint, in batches that were handed over. */
  #rows = 0;
  #bytes = 0;
  #since = performance.now();
  /** A checkpoint stands behind every row that was handed over. */
  covered = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#position = options.start;
  }

  /** Rows and bytes that may still come before the next checkpoint. */
  get rowsLeft(): number {
    const { rows } = this.#options.interval;
    return rows === 0 ? Infinity : Math.max(1, rows - this.#rows);
  }
  get bytesLeft(): number {
    const { bytes } = this.#options.interval;
    return bytes === 0 ? Infinity : Math.max(1, bytes - this.#bytes);
  }

  /** Nothing was handed over since the last checkpoint. */
  get empty(): boolean {
    return this.#rows === 0;
  }

  /** With these rows and bytes beside those that were handed over. */
  isDue(rows: number, bytes: number): boolean {
    if (rows + this.#rows === 0) return false;
    const { milliseconds } = this.#options.interval;
    return this.#reached(rows, bytes) || (milliseconds > 0 && performance.now() - this.#since >= milliseconds);
  }

  #reached(rows: number, bytes: number): boolean {
    const { interval } = this.#options;
    return (
      (interval.rows > 0 && rows + this.#rows >= interval.rows) ||
      (interval.bytes > 0 && bytes + this.#bytes >= interval.bytes)
    );
  }

  handedOver(rows: number, bytes: number): void {
    this.#rows += rows;
    this.#bytes += bytes;
    this.covered = false;
  }

  /**
   * A checkpoint behind all that was handed over, whose last row has these order columns; none, if there was no row with any.
   * A read that looks back begins before its start, and never reports it.
   */
  checkpoint(forms: readonly Uint8Array[] | undefined): StreamPosition[] {
    if (forms !== undefined && forms.length > 0) {
      const position = this.#options.positionOf(forms);
      if (Buffer.compare(position.order, this.#position.order) > 0) this.#position = position;
    }
    this.#rows = 0;
    this.#bytes = 0;
    this.#since = performance.now();
    this.covered = true;
    return [{ streamIndex: this.#options.streamIndex, position: this.#position }];
  }
}
