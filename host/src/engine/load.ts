import type { BegunStream, PlannedStream, Receipt, Setting, StreamSpec } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { DecisionRecord, Verdict } from '../autotune/record.ts';
import { withEffect } from './effect.ts';
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
  #rowsRelayed = 0;
  #bytesRelayed = 0;
  readonly #stream: AgreedStream;
  #unitsPlanned = 0;
  #unitsFinished = 0;
  #cut: PlannedStream | null = null;
  #startedAt: number | null = null;
  #endedAt = 0;
  #failed = false;
  #published: { readonly method: string; readonly lockMs: number } | null = null;
  #totals = { rowsRead: 0, bytesRead: 0, rowsCommitted: 0, bytesCommitted: 0 };
  #settings: readonly SideSetting[] = [];
  #decision: DecisionRecord | null = null;

  constructor(stream: AgreedStream) {
    this.#stream = stream;
    this.spec = stream.spec;
    this.name = quoteStreamName(stream.spec.name);
    this.target = stream.answer.target;
  }

  relayed(rows: number, bytes: number): void {
    this.#rowsRelayed += rows;
    this.#bytesRelayed += bytes;
  }

  /** So far, for the display; the result has the counts of both sides. */
  get rowsRelayed(): number {
    return this.#rowsRelayed;
  }

  get bytesRelayed(): number {
    return this.#bytesRelayed;
  }

  /** How it is cut now, into how many units all in all. */
  planned(units: number, cut: PlannedStream | undefined): void {
    this.#unitsPlanned = units;
    this.#cut = cut ?? this.#cut;
  }

  get cut(): PlannedStream | null {
    return this.#cut;
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
    this.#unitsFinished++;
    this.#endedAt = performance.now();
    this.receipts.push(result.receipt);
    this.#totals.rowsRead += result.rowsRead;
    this.#totals.bytesRead += result.bytesRead;
    this.#totals.rowsCommitted += result.rowsCommitted;
    this.#totals.bytesCommitted += result.bytesCommitted;
  }

  /** What the tuner has found by it. */
  decided(record: DecisionRecord): void {
    this.#decision = record;
  }

  get decision(): DecisionRecord | null {
    return this.#decision;
  }

  failed(): void {
    this.#failed = true;
    this.#endedAt = performance.now();
  }

  published(method: string, lockMs: number): void {
    this.#published = { method, lockMs };
  }

  get #allFinished(): boolean {
    return this.#unitsFinished === this.#unitsPlanned;
  }

  get rowsCommitted(): number {
    return this.#totals.rowsCommitted;
  }

  get state(): StreamProgress['state'] {
    if (this.#startedAt === null) return 'waiting';
    return this.#allFinished || this.#failed ? 'done' : 'running';
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
      settings: this.#settings.map((setting) => withEffect(setting, this.#decision)),
      units: this.#unitsPlanned,
      ...(this.#decision === null ? {} : { autotune: this.#decision }),
      ...(this.#cut?.wholeBecause === undefined ? {} : { wholeBecause: this.#cut.wholeBecause }),
      ...(this.#published === null ? {} : { publish: this.#published }),
    };
  }

  #status(): StreamResult['status'] {
    if (this.#published !== null) return 'published';
    if (this.#startedAt === null) return 'not_started';
    return this.#allFinished && !this.#failed ? 'loaded' : 'failed';
  }
}

/** The streams of one load. */
export interface Load {
  readonly loadId: string;
  readonly streams: readonly StreamLoad[];
  /** Pairs of sessions, as of now, and why. */
  parallelism: Setting;
  /** Who the others have waited for; null before its end, and where it was too short to tell. */
  bottleneck: Verdict | null;
}
