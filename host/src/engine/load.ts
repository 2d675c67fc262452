import type { BegunStream, PlannedStream, Position, Receipt, Setting, StreamSpec } from '@rapidbyte/connector';
import { quoteStreamName } from '../config/stream-name.ts';
import type { DecisionRecord, Verdict } from '../autotune/record.ts';
import { withEffect } from './effect.ts';
import type { AgreedStream } from './negotiate.ts';
import type { SideSetting, TransferResult } from './transfer.ts';
import type { StreamProgress } from './run-event.ts';
import type { StreamResult } from './types.ts';

/** Rows and bytes, as both sides have counted them. */
export type StreamTotals = Pick<StreamResult, 'rowsRead' | 'bytesRead' | 'rowsCommitted' | 'bytesCommitted'>;

/** One stream of the running load: what is known of it, and how far it is. */
export class StreamLoad {
  readonly name: string;
  readonly spec: StreamSpec;
  readonly target: string;
  readonly receipts: Receipt[] = [];
  epoch = 0;
  /** Where the stream goes on from, as the destination says; null where it is read whole. */
  resume: Position | null = null;
  #rowsRelayed = 0;
  #bytesRelayed = 0;
  readonly #stream: AgreedStream;
  #unitsPlanned = 0;
  #unitsFinished = 0;
  #cut: PlannedStream | null = null;
  /** Of a first load: where it leads. */
  #plannedPosition: Position | null = null;
  /** Of a continuing load: the last commit's. */
  #committedPosition: Position | null = null;
  #startedAt: number | null = null;
  #endedAt = 0;
  #failed = false;
  #stopped = false;
  #published: { readonly method: string; readonly lockMs: number } | null = null;
  #totals: StreamTotals = { rowsRead: 0, bytesRead: 0, rowsCommitted: 0, bytesCommitted: 0 };
  #settings: readonly SideSetting[] = [];
  #decision: DecisionRecord | null = null;

  constructor(stream: AgreedStream) {
    this.#stream = stream;
    this.spec = stream.spec;
    this.name = quoteStreamName(stream.spec.name);
    this.target = stream.answer.target;
  }

  get isIncremental(): boolean {
    return this.spec.syncMode === 'incremental';
  }

  /** It goes on from a position, in order, and its rows are to be seen with each commit. */
  get isContinuing(): boolean {
    return this.resume !== null;
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

  begun({ epoch, position }: Pick<BegunStream, 'epoch' | 'position'>): void {
    this.epoch = epoch;
    if (this.isIncremental) this.resume = position ?? null;
  }

  /** How it is cut now, into how many units all in all. */
  planned(units: number, cut: PlannedStream | undefined): void {
    this.#unitsPlanned = units;
    this.#cut = cut ?? this.#cut;
    if (this.isIncremental && !this.isContinuing) this.#plannedPosition = cut?.position ?? this.#plannedPosition;
  }

  get cut(): PlannedStream | null {
    return this.#cut;
  }

  /** What Publish stores: where a first load leads. A continuing one has stored its own with each commit. */
  get plannedPosition(): Position | null {
    return this.#plannedPosition;
  }

  /** Where the stream stands once all that is committed is published. */
  get position(): Position | null {
    return this.#committedPosition ?? this.#plannedPosition ?? this.resume;
  }

  unitOpened(settings: readonly SideSetting[]): void {
    this.#settings = settings;
  }

  unitStarted(): void {
    this.#startedAt ??= performance.now();
  }

  /** A commit of a continuing load, whose one session has brought so much: that stays, whatever comes. */
  committed(rows: number, bytes: number, position: Position | null): void {
    this.#totals = { rowsRead: rows, bytesRead: bytes, rowsCommitted: rows, bytesCommitted: bytes };
    this.#committedPosition = position ?? this.#committedPosition;
  }

  unitFinished(
    result: Pick<TransferResult, 'receipt' | 'rowsRead' | 'bytesRead' | 'rowsCommitted' | 'bytesCommitted' | 'stopped'>,
  ): void {
    this.#unitsFinished++;
    this.#endedAt = performance.now();
    this.#stopped ||= result.stopped;
    this.receipts.push(result.receipt);
    const before = this.isContinuing ? noTotals : this.#totals;
    this.#totals = addTotals(before, result);
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

  /** It was drained: there may be more rows. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  get #allFinished(): boolean {
    return this.#unitsFinished === this.#unitsPlanned;
  }

  get rowsCommitted(): number {
    return this.#totals.rowsCommitted;
  }

  /** What stays of the load although it failed. */
  get lastingTotals(): StreamTotals {
    return this.isContinuing ? this.#totals : noTotals;
  }

  get state(): StreamProgress['state'] {
    if (this.#startedAt === null) return 'waiting';
    return this.#allFinished || this.#failed ? 'done' : 'running';
  }

  result(): StreamResult {
    const { guarantee, reason } = this.#stream.guarantee;
    return {
      name: this.name,
      target: this.target,
      guarantee,
      guaranteeReason: reason,
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
    if (this.#failed || !this.#allFinished) return 'failed';
    return this.#stopped ? 'stopped' : 'loaded';
  }
}

const noTotals: StreamTotals = { rowsRead: 0, bytesRead: 0, rowsCommitted: 0, bytesCommitted: 0 };

export function addTotals(a: StreamTotals, b: StreamTotals): StreamTotals {
  return {
    rowsRead: a.rowsRead + b.rowsRead,
    bytesRead: a.bytesRead + b.bytesRead,
    rowsCommitted: a.rowsCommitted + b.rowsCommitted,
    bytesCommitted: a.bytesCommitted + b.bytesCommitted,
  };
}

/** The streams of one load. */
export interface Load {
  readonly loadId: string;
  readonly streams: readonly StreamLoad[];
  /** Pairs of sessions, as of now, and why. */
  parallelism: Setting;
  /** Who the others have waited for; null before its end, and where it was too short to tell. */
  bottleneck: Verdict | null;
  /** There may be something at the destination to be dropped, whether it has answered or not. */
  isBeginAsked: boolean;
  /** Publish was asked for: from now on another load might bring the same rows once more. */
  isPublishing: boolean;
}

/** The destination has said so. */
export function hasBegun({ streams }: Load): boolean {
  return streams.some(({ epoch }) => epoch > 0);
}
