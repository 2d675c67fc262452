import type { Readable, Writable } from 'node:stream';
import type { FrameCutter } from './frame-cutter.ts';

/** One direction: what is read is cut into frames and handed on, one after the other, at the pace of the reader's end. */
export class Pipe {
  readonly #from: Readable;
  readonly #to: Writable;
  readonly #cutter: FrameCutter;
  readonly #onFrame: (frame: Uint8Array) => Promise<void>;
  readonly #halted = Promise.withResolvers<void>();
  #open = true;

  constructor(from: Readable, to: Writable, cutter: FrameCutter, onFrame: (frame: Uint8Array) => Promise<void>) {
    this.#from = from;
    this.#to = to;
    this.#cutter = cutter;
    this.#onFrame = onFrame;
    // Who writes learns that nobody reads any more.
    to.on('error', () => from.destroy());
    to.on('close', () => from.destroy());
    from.on('error', () => {});
  }

  /** Resolves when the end has been passed on, or the pipe is closed or halted. */
  run(): Promise<void> {
    return Promise.race([this.#pump(), this.#halted.promise]);
  }

  async #pump(): Promise<void> {
    try {
      for await (const chunk of this.#from as AsyncIterable<Buffer>) {
        for (const { kind, bytes } of this.#cutter.push(chunk)) {
          if (!this.#open) return await forever();
          await (kind === 'frame' ? this.#onFrame(bytes) : this.write(bytes));
        }
        if (!this.#open) return await forever();
      }
      await this.write(this.#cutter.end());
      if (this.#open) this.#to.end();
    } catch {
      // Destroyed: by close, or because the other end is gone.
      this.#to.destroy();
    }
  }

  /** Resolves once the bytes are handed to the operating system, or nobody can take them any more. */
  write(bytes: Uint8Array): Promise<void> {
    if (!this.#open || this.#to.destroyed || bytes.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#to.off('close', done);
        resolve();
      };
      this.#to.once('close', done);
      this.#to.write(bytes, done);
    });
  }

  /** Nothing is read and nothing passed on any more; both ends stay open. */
  halt(): void {
    this.#open = false;
    this.#from.pause();
    this.#halted.resolve();
  }

  close(): void {
    this.#open = false;
    this.#from.destroy();
    this.#to.destroy();
  }
}

/** Leaving the loop would close what is read from. */
function forever(): Promise<never> {
  return new Promise(() => {});
}
