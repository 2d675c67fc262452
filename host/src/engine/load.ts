import type { BegunStream, Receipt, StreamSpec, Unit } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { AgreedStream } from './negotiate.ts';
import type { SideSetting, TransferResult } from './transfer.ts';
import type { StreamProgress, StreamResult } from './types.ts';

/** One stream of the running load: what is known of it, and how far it is. */
export class StreamLoad {
  readonly name: string;
  readonly spec: StreamSpec;
  readonly target: string;
  readonly receipts: Receipt[] = [];
  epoch = 0;
  /** As relayed so far, for the display; the result has the counts of both sides. */
  rowsRelayed = 0;
  bytesRelayed = 0;
  readonly #stream: AgreedStream;
  #unitsLeft: number;
  #startedAt: number | null = null;
  #endedAt = 0;
  #failed = false;
  #published: { readonly method: string; readonly lockMs: number } | null = null;
  #totals = { rowsRead: 0, bytesRead: 0, rowsCommitted: 0, bytesCommitted: 0 };
  #settings: readonly SideSetting[] = [];

  constructor(stream: AgreedStream, units: number) {
    this.#stream = stream;
    this.#unitsLeft = units;
    this.spec = stream.spec;
    this.name = quoteStreamName(stream.spec.name);
    this.target = stream.answer.target;
  }

  begun({ epoch }: BegunStream): void {
    this.epoch = epoch;
  }

  unitOpened(settings: readonly SideSetting[]): void {
    this.#settings = settings;
  }

  unitStarted(): void {
    this.#startedAt ??= performance.now();
  }

  unitFinished(result: TransferResult): void {
    this.#unitsLeft--;
    this.#endedAt = performance.now();
    this.receipts.push(result.receipt);
    this.#totals.rowsRead += result.rowsRead;
    this.#totals.bytesRead += result.bytesRead;
    this.#totals.rowsCommitted += result.rowsCommitted;
    this.#totals.bytesCommitted += result.bytesCommitted;
  }

  failed(): void {
    this.#failed = true;
    this.#endedAt = performance.now();
  }

  published(method: string, lockMs: number): void {
    this.#published = { method, lockMs };
  }

  get rowsCommitted(): number {
    return this.#totals.rowsCommitted;
  }

  get state(): StreamProgress['state'] {
    if (this.#startedAt === null) return 'waiting';
    return this.#unitsLeft === 0 || this.#failed ? 'done' : 'running';
  }

  result(): StreamResult {
    const { guarantee, guaranteeReason } = this.#stream.answer;
    return {
      name: this.name,
      target: this.target,
      guarantee,
      guaranteeReason,
      status: this.#status(),
      ...this.#totals,
      seconds: this.#startedAt === null ? 0 : Math.max(0, this.#endedAt - this.#startedAt) / 1000,
      settings: this.#settings,
      ...(this.#published === null ? {} : { publish: this.#published }),
    };
  }

  #status(): StreamResult['status'] {
    if (this.#published !== null) return 'published';
    if (this.#startedAt === null) return 'not_started';
    return this.#unitsLeft === 0 && !this.#failed ? 'loaded' : 'failed';
  }
}

/** The streams and units of one load. */
export interface Load {
  readonly loadId: string;
  readonly streams: readonly StreamLoad[];
  readonly units: readonly Unit[];
}
