import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../support/random.ts';
import { resetSocket } from '../support/reset-socket.ts';
import { pass, startRelay } from './relay.ts';

export const breakdowns = ['cut', 'half_close', 'stall', 'delay'] as const;

export type Breakdown = (typeof breakdowns)[number];

export interface BrokenNetworkOptions {
  /** Of the server; its host and port are replaced. */
  readonly url: string;
  readonly seed: number;
  /** Bytes between two breakdowns of a connection, from one to this: mostly many, so that some runs get through. */
  readonly mostBytesBetween: number;
  readonly longestDelayMs: number;
  /** After it a stalled connection is cut. */
  readonly longestStallMs: number;
}

/** A network in which every connection breaks down sooner or later; the same seed gives the same plans. */
export interface BrokenNetwork extends AsyncDisposable {
  /** The server's, through this network. */
  readonly url: string;
  readonly breakdowns: Readonly<Record<Breakdown, number>>;
  /** From now on nothing breaks down. */
  heal(): void;
  close(): Promise<void>;
}

export async function startBrokenNetwork(options: BrokenNetworkOptions): Promise<BrokenNetwork> {
  const counts: Record<Breakdown, number> = { cut: 0, half_close: 0, stall: 0, delay: 0 };
  const random = createRandom(options.seed);
  const closing = new AbortController();
  let isHealed = false;
  const relay = await startRelay(options.url, (client, upstream) => {
    const line = new Line(client, upstream, options, createRandom(random.integer(0, 2 ** 31)), closing.signal);
    line.onBreakdown = (kind) => {
      if (!isHealed) counts[kind]++;
      return !isHealed;
    };
    line.start();
  });
  const close = (): Promise<void> => {
    closing.abort();
    return relay.close();
  };
  return {
    url: relay.url,
    breakdowns: counts,
    heal: () => (isHealed = true),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One in sixteen breakdowns comes before the square root of the most bytes: within a login, say. */
const skew = 1 / 4;

/** One connection, with its plan of breakdowns. */
class Line {
  onBreakdown: (kind: Breakdown) => boolean = () => true;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #options: BrokenNetworkOptions;
  readonly #random: Random;
  readonly #signal: AbortSignal;
  #bytesLeft = 0;
  #gate: Promise<void> = Promise.resolve();

  constructor(client: Socket, server: Socket, options: BrokenNetworkOptions, random: Random, signal: AbortSignal) {
    this.#client = client;
    this.#server = server;
    this.#options = options;
    this.#random = random;
    this.#signal = signal;
    this.#plan();
  }

  start(): void {
    void this.#pump(this.#client, this.#server);
    void this.#pump(this.#server, this.#client);
  }

  async #pump(from: Socket, to: Socket): Promise<void> {
    to.on('error', () => from.destroy());
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length;) {
          await this.#gate;
          const size = Math.min(chunk.length - at, this.#bytesLeft);
          await pass(to, chunk.subarray(at, at + size));
          at += size;
          this.#bytesLeft -= size;
          if (this.#bytesLeft === 0) await this.#breakDown(to);
        }
      }
      await this.#gate;
      to.end();
    } catch {
      to.destroy();
    }
  }

  async #breakDown(towards: Socket): Promise<void> {
    this.#plan();
    const kind = breakdowns[this.#random.integer(0, breakdowns.length - 1)] ?? 'cut';
    if (!this.onBreakdown(kind)) return;
    const { longestDelayMs, longestStallMs } = this.#options;
    switch (kind) {
      case 'cut':
        return this.#cut();
      case 'half_close':
        return void towards.end();
      case 'stall':
        await this.#wait(this.#random.next() * longestStallMs);
        return this.#cut();
      case 'delay':
        return this.#wait(this.#random.next() * longestDelayMs);
    }
  }

  /** Both directions wait. */
  #wait(milliseconds: number): Promise<void> {
    this.#gate = sleep(milliseconds, undefined, { signal: this.#signal }).catch(() => {});
    return this.#gate;
  }

  #cut(): void {
    resetSocket(this.#client);
    resetSocket(this.#server);
  }

  #plan(): void {
    this.#bytesLeft = Math.max(1, Math.round(this.#options.mostBytesBetween ** (this.#random.next() ** skew)));
  }
}
