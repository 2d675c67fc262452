import type { BatchBuffers } from './batch-buffers.ts';
import type { ReadColumn } from './read-column.ts';

/** A column, behind those of the batch, that says where its row stands in the order: bytes that the server has made of it. */
export function orderColumn(name: string): ReadColumn {
  return { name, encoding: { kind: 'variable' }, nullable: false };
}

/** The order columns of rows in a batch's buffers, from column `first` on. */
export class RowOrder {
  readonly #first: number;
  readonly #count: number;
  /** Of the last row that is in no buffer any more. */
  last: readonly Uint8Array[] | undefined;

  constructor(first: number, count: number) {
    this.#first = first;
    this.#count = count;
  }

  /** Whether a checkpoint may stand before this row: not between two that are equal in the order. Without columns, anywhere. */
  differs(buffers: BatchBuffers, row: number): boolean {
    if (this.#count === 0) return true;
    if (row === 0 && this.last === undefined) return true;
    for (let column = 0; column < this.#count; column++) {
      const before = row === 0 ? this.last?.[column] : this.#value(buffers, column, row - 1);
      if (before === undefined || Buffer.compare(before, this.#value(buffers, column, row)) !== 0) return true;
    }
    return false;
  }

  /** The last row before which a checkpoint may stand; −1 if there is none. */
  lastBoundary(buffers: BatchBuffers): number {
    let row = buffers.rows - 1;
    while (row >= 0 && !this.differs(buffers, row)) row--;
    return row;
  }

  /** Copies a row's values to `last`, since the buffers will be used again. */
  keep(buffers: BatchBuffers, row: number): void {
    this.last = Array.from({ length: this.#count }, (_, column) => this.#value(buffers, column, row).slice());
  }

  #value(buffers: BatchBuffers, column: number, row: number): Uint8Array {
    const index = this.#first + column;
    const offsets = buffers.offsets[index];
    const data = buffers.data[index];
    if (offsets === undefined || data === undefined) throw new Error(`there is no order column ${index}`);
    return data.subarray(offsets[row], offsets[row + 1]);
  }
}
