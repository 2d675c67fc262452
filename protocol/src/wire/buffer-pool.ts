/** Buffers are rounded up to this, so that batches of about the same size share them. */
const sizeStepBytes = 256 * 1024;

/** What is kept for reuse, about a session's credit; fresh memory costs more to fault in than to fill. */
const maxKeptBytes = 16 * 1024 * 1024;

/** Buffers for batch bodies. Keeps the resident memory of a long session flat. */
export class BufferPool {
  readonly #free: ArrayBuffer[] = [];
  #kept = 0;

  /** Exactly `bytes` bytes, 8-byte aligned, not cleared. */
  take(bytes: number): Uint8Array {
    const index = this.#free.findIndex(
      (buffer) => buffer.byteLength >= bytes && buffer.byteLength <= 2 * bytes + sizeStepBytes,
    );
    const [kept] = index < 0 ? [] : this.#free.splice(index, 1);
    if (kept === undefined) {
      const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.ceil(bytes / sizeStepBytes)) * sizeStepBytes).buffer;
      return new Uint8Array(buffer, 0, bytes);
    }
    this.#kept -= kept.byteLength;
    return new Uint8Array(kept, 0, bytes);
  }

  /** `bytes` came from `take`, and nobody uses it any more. */
  give(bytes: Uint8Array): void {
    const { buffer } = bytes;
    if (!(buffer instanceof ArrayBuffer) || this.#kept + buffer.byteLength > maxKeptBytes) return;
    this.#free.push(buffer);
    this.#kept += buffer.byteLength;
  }
}
