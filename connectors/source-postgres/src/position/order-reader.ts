/** What was taken for the order of a position is none, or one of other types. */
export class OrderMalformed extends Error {}

/** Takes values off the front of a position's order. */
export class OrderReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(bytes: number): Uint8Array {
    const end = this.#at + bytes;
    if (end > this.#bytes.length) throw new OrderMalformed('it ends within a value');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  uint16(): number {
    const [high = 0, low = 0] = this.take(2);
    return (high << 8) | low;
  }

  /** Up to the end 0 0, with 0 255 as 0. */
  takeEscaped(): Uint8Array {
    const taken: number[] = [];
    for (;;) {
      const [byte = 0] = this.take(1);
      if (byte === 0) {
        const [next = 0] = this.take(1);
        if (next === 0) return Uint8Array.from(taken);
        if (next !== 0xff) throw new OrderMalformed('it holds a zero that is neither a value nor an end');
      }
      taken.push(byte);
    }
  }
}
