import { ConnectorError, type DecodedBatch } from '@rapidbyte/connector';
import type { CopyIn } from './copy-in.ts';
import type { RowEncoder, Target } from './row-encoder.ts';

/** What one write to the socket carries. Measured: smaller costs system calls, larger costs cache misses. */
const pieceBytes = 256 * 1024;
/** Pieces in use at once: one is filled while the others are on their way to the socket. */
const pieceCount = 4;
/** 'd' and the length of a CopyData message. */
const headerBytes = 5;
/** PostgreSQL refuses longer messages (PQ_LARGE_MESSAGE_LIMIT: MaxAllocSize − 1). */
const maxMessageBytes = 0x3fff_fffe;
/** The start of COPY's binary format: signature, flags, no header extension. */
const signature = Buffer.from([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
/** The end of COPY's binary format: a tuple of −1 fields. */
const trailer = [0xff, 0xff];

/**
 * Packs rows into pieces of one CopyData message each and hands them to a COPY. Holds `pieceCount` pieces and never
 * more, apart from a row that is larger than a piece.
 */
export class CopyWriter {
  readonly #encoder: RowEncoder;
  #copy: CopyIn | undefined;
  readonly #free: Target[] = [];
  #pieces = 0;
  #current: Target | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;
  #waitMs = 0;
  #waitingSince = 0;
  readonly #flushBytes: number;
  /** Of the COPY under way, as far as it is handed to the socket. */
  #sentBytes = 0;

  /** @param flushBytes after which a COPY is full; infinite if not given */
  constructor(encoder: RowEncoder, flushBytes = Infinity) {
    this.#encoder = encoder;
    this.#flushBytes = flushBytes;
  }

  /** Milliseconds spent waiting for the socket, a wait under way included. */
  get waitMs(): number {
    return this.#waitMs + (this.#waiting === undefined ? 0 : performance.now() - this.#waitingSince);
  }

  /** Whether the COPY under way has had its share of bytes. */
  get full(): boolean {
    return this.#sentBytes + (this.#current?.position ?? 0) >= this.#flushBytes;
  }

  /** Begins a COPY; of an earlier one nothing may be left. */
  start(copy: CopyIn): void {
    this.#copy = copy;
    this.#sentBytes = 0;
    copy.onFailure((error) => this.#waiting?.reject(error));
    const piece = this.#newPiece();
    piece.bytes.set(signature, piece.position);
    piece.position += signature.length;
    this.#current = piece;
  }

  /**
   * Writes rows of a batch from `first` on, all of them or until the COPY is full; gives the first row not written. When it
   * resolves, the bytes of the rows before that are not needed any more.
   */
  async write(batch: DecodedBatch, message: Uint8Array, first: number): Promise<number> {
    this.#encoder.start(batch, message);
    let row = first;
    while (row < batch.rows) {
      this.#current ??= await this.#takePiece();
      const reached = this.#encoder.encode(row, this.#current);
      if (reached === batch.rows) return reached;
      const empty = this.#current.position === headerBytes;
      this.#send();
      if (reached === row && empty) {
        await this.#writeLargeRow(row);
        row += 1;
      } else {
        row = reached;
      }
      if (this.full) return row;
    }
    return row;
  }

  /** Sends what is left, and the trailer. */
  async finish(): Promise<void> {
    this.#current ??= await this.#takePiece();
    if (this.#current.limit - this.#current.position < trailer.length) {
      this.#send();
      this.#current = await this.#takePiece();
    }
    this.#current.bytes.set(trailer, this.#current.position);
    this.#current.position += trailer.length;
    this.#send();
  }

  /** A row that is larger than a piece has a message of its own. */
  async #writeLargeRow(index: number): Promise<void> {
    const bytes = headerBytes + this.#encoder.rowBytes(index);
    if (bytes > maxMessageBytes) {
      throw new ConnectorError({
        code: 'row_too_large',
        category: 'data',
        message: `a row of ${bytes} bytes is more than PostgreSQL takes in one message (${maxMessageBytes})`,
        hint: 'leave the column with the large value out',
      });
    }
    const target = newTarget(bytes);
    this.#encoder.encode(index, target);
    const row = { taken: false };
    this.#transmit(target, () => {
      row.taken = true;
      this.#waiting?.resolve();
    });
    // Bounds memory: one such row at a time. Pieces sent before it end the wait too.
    while (!row.taken) {
      if (this.#copy?.failure !== undefined) throw this.#copy.failure;
      await this.#wait();
    }
  }

  #send(): void {
    const piece = this.#current;
    this.#current = undefined;
    if (piece === undefined) return;
    if (piece.position === headerBytes) {
      this.#free.push(piece);
      return;
    }
    this.#transmit(piece, () => {
      piece.position = headerBytes;
      this.#free.push(piece);
      this.#waiting?.resolve();
    });
  }

  #transmit(target: Target, taken: () => void): void {
    if (this.#copy === undefined) throw new Error('no COPY is under way');
    target.view.setUint8(0, 0x64);
    target.view.setInt32(1, target.position - 1);
    this.#sentBytes += target.position;
    this.#copy.write(target.bytes.subarray(0, target.position), taken);
  }

  async #takePiece(): Promise<Target> {
    for (;;) {
      if (this.#copy?.failure !== undefined) throw this.#copy.failure;
      const piece = this.#free.pop();
      if (piece !== undefined) return piece;
      if (this.#pieces < pieceCount) return this.#newPiece();
      await this.#wait();
    }
  }

  #newPiece(): Target {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    this.#pieces += 1;
    return newTarget(pieceBytes);
  }

  /** Until the socket has taken something, or the COPY has failed. */
  async #wait(): Promise<void> {
    this.#waitingSince = performance.now();
    this.#waiting = Promise.withResolvers<void>();
    try {
      await this.#waiting.promise;
    } finally {
      this.#waitMs += performance.now() - this.#waitingSince;
      this.#waiting = undefined;
    }
  }
}

function newTarget(length: number): Target {
  const buffer = new ArrayBuffer(length);
  return { view: new DataView(buffer), bytes: new Uint8Array(buffer), position: headerBytes, limit: length };
}
