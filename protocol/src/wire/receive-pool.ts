/** One read fills at most this; a batch of a few MiB lies in a handful of blocks. */
const blockBytes = 256 * 1024;

/** Less room than this at a block's end is not worth a read. */
const minRoomBytes = 32 * 1024;

/** What is kept for reuse: about a session's credit. */
const maxFreeBlocks = 48;

interface Block {
  readonly bytes: Uint8Array;
  uses: number;
}

/**
 * Memory that a socket reads into, and that is read into again once nobody uses it: what a relay receives is garbage a
 * moment later, and collecting it cost half of the host's CPU and memory (docs/decisions/20261123-host-relay.md).
 */
export class ReceivePool {
  readonly #blocks = new WeakMap<ArrayBufferLike, Block>();
  readonly #free: Block[] = [];
  #current = this.#take();
  #end = 0;

  /** Where the next bytes belong; the same place until `received` says that some came. */
  room(): Uint8Array {
    if (blockBytes - this.#end < minRoomBytes) {
      this.#unuse(this.#current);
      this.#current = this.#take();
      this.#end = 0;
    }
    return this.#current.bytes.subarray(this.#end);
  }

  /** The bytes that came, `length` of them, in the last `room()`. Whoever keeps (a part of) them says so with `retain`. */
  received(length: number): Uint8Array {
    const start = this.#end;
    this.#end += length;
    return this.#current.bytes.subarray(start, this.#end);
  }

  /** Keeps the memory of `bytes` as it is until as many calls of `release`. Memory of others is left alone. */
  retain(bytes: Uint8Array): void {
    const block = this.#blocks.get(bytes.buffer);
    if (block !== undefined) block.uses++;
  }

  release(bytes: Uint8Array): void {
    const block = this.#blocks.get(bytes.buffer);
    if (block !== undefined) this.#unuse(block);
  }

  #take(): Block {
    const free = this.#free.pop();
    if (free !== undefined) {
      free.uses = 1;
      return free;
    }
    const block = { bytes: new Uint8Array(Buffer.allocUnsafeSlow(blockBytes).buffer), uses: 1 };
    this.#blocks.set(block.bytes.buffer, block);
    return block;
  }

  #unuse(block: Block): void {
    block.uses--;
    // A block that is not kept is the garbage collector's, like one whose frames were dropped without a word.
    if (block.uses === 0 && this.#free.length < maxFreeBlocks) this.#free.push(block);
  }
}
