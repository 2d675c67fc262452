import type { Unit } from '@rapidbyte/connector';
import type { RunContext } from './context.ts';
import type { Load, StreamLoad } from './load.ts';
import { LoadMeter } from './load-meter.ts';
import { moveUnit, type UnitFailure } from './move-unit.ts';
import type { Pair, ProcessPool } from './process-pool.ts';
import type { RunLimits } from './resources.ts';
import { together } from './together.ts';
import { afterFailure } from './unit-failure.ts';
import type { UnitQueue } from './unit-queue.ts';
import { pauseBefore } from './try-again.ts';
import type { Unanswered } from './unanswered.ts';

/** Values that are only being tried: a unit that was opened under them, and fails, is moved again under others. */
export interface Trial {
  failed(error: unknown): void;
}

/** What the crew works on and with. */
export interface CrewParts {
  readonly load: Load;
  readonly queue: UnitQueue;
  readonly pool: ProcessPool;
  readonly unanswered: Unanswered;
}

/**
 * The workers of a load. Each moves one unit after the other between a source's and a destination's process. How many workers
 * there are may change at any time: one that is too many parks after its unit.
 */
export class Crew {
  readonly #context: RunContext;
  readonly #stop: AbortController;
  readonly #load: Load;
  readonly #queue: UnitQueue;
  readonly #pool: ProcessPool;
  readonly #unanswered: Unanswered;
  readonly #mostPairs: number;
  readonly #working = new Set<number>();
  readonly meter = new LoadMeter();
  /** Asked when a unit is opened; see `Trial`. */
  trial: () => Trial | null = () => null;
  readonly #ended = Promise.withResolvers<void>();
  readonly #drain = new AbortController();
  #pairs: number;
  #sessions = 0;

  constructor(
    context: RunContext,
    stop: AbortController,
    { load, queue, pool, unanswered }: CrewParts,
    { pairs, mostPairs }: Pick<RunLimits, 'pairs' | 'mostPairs'>,
  ) {
    this.#context = context;
    this.#stop = stop;
    this.#load = load;
    this.#queue = queue;
    this.#pool = pool;
    this.#unanswered = unanswered;
    this.#mostPairs = mostPairs;
    this.#pairs = pairs;
  }

  /** Workers that are wanted. */
  get pairs(): number {
    return this.#pairs;
  }

  get mostPairs(): number {
    return this.#mostPairs;
  }

  setPairs(pairs: number): void {
    this.#pairs = Math.min(Math.max(1, Math.floor(pairs)), this.#mostPairs);
    this.#fill();
  }

  /** Starts the processes that the workers will need, so that they are there when the load can begin. @throws PipelineError */
  async warmUp(): Promise<void> {
    await together(
      this.#stop,
      Array.from({ length: this.#wanted }, (_, worker) => this.#pool.pairOf(worker)),
    );
  }

  /** Starts processes that may soon be wanted. */
  prepare(pairs: number): void {
    this.#pool.prepare(Math.min(pairs, this.#mostPairs, this.#queue.left));
  }

  /** Moves all units, or as many as are moved before a drain. @throws PipelineError the first failure, with nothing under way any more */
  run(): Promise<void> {
    this.#fill();
    this.#settle();
    return this.#ended.promise;
  }

  /** Ends soon: streams that go on from a position at their next commit, what would have to be whole at once. */
  drain(): void {
    this.#queue.close();
    this.#drain.abort();
    this.#settle();
  }

  /** All rows are at the destination: what was planned is moved, and nothing was left by a drain. */
  get isComplete(): boolean {
    return this.#queue.left === 0 && !this.#load.streams.some(({ isStopped }) => isStopped);
  }

  /** More workers than units would only start processes for nothing. */
  get #wanted(): number {
    return Math.min(this.#pairs, this.#queue.movable);
  }

  #fill(): void {
    const wanted = this.#wanted;
    for (let worker = 0; worker < this.#pairs && this.#working.size < wanted; worker++) {
      if (this.#working.has(worker)) continue;
      this.#working.add(worker);
      void this.#employ(worker);
    }
  }

  async #employ(worker: number): Promise<void> {
    try {
      await this.#work(worker);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#stop.abort(error);
    }
    this.#working.delete(worker);
    this.#settle();
  }

  #settle(): void {
    if (this.#working.size > 0 || this.#unanswered.isAsking) return;
    const { signal } = this.#stop;
    if (signal.aborted) this.#ended.reject(signal.reason);
    else if (this.#queue.isClosed || this.#queue.left === 0) this.#ended.resolve();
    else if (this.#queue.awaitsAnswer) void this.#ask();
    else this.#fill();
  }

  async #ask(): Promise<void> {
    try {
      await this.#unanswered.ask(this.#queue);
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#stop.abort(error);
    }
    this.#settle();
  }

  async #work(worker: number): Promise<void> {
    const { signal } = this.#context;
    const pair = await this.#pool.pairOf(worker);
    while (worker < this.#pairs) {
      const unit = await this.#queue.take(signal);
      if (unit === null) {
        signal.throwIfAborted();
        return;
      }
      await this.#move(unit, pair);
    }
  }

  async #move(unit: Unit, pair: Pair): Promise<void> {
    const stream = this.#load.streams[unit.id.streamIndex];
    if (stream === undefined) throw new Error(`No stream ${unit.id.streamIndex}`);
    const trial = this.trial();
    const failure = await moveUnit(this.#context, stream, unit, pair, {
      session: ++this.#sessions,
      effectiveParallelism: this.#working.size,
      meter: this.meter.openSession(),
      drain: this.#drain.signal,
    });
    if (failure === null) return this.#queue.finished(unit);
    this.#context.signal.throwIfAborted();
    if (this.#drain.signal.aborted && !stream.isContinuing) return this.#queue.giveBack(unit);
    try {
      await this.#goOnAfter(failure, stream, unit, pair, trial);
    } catch (error) {
      stream.failed();
      throw error;
    }
  }

  /** @throws PipelineError if that is the end of the load */
  async #goOnAfter(
    failure: UnitFailure,
    stream: StreamLoad,
    unit: Unit,
    pair: Pair,
    trial: Trial | null,
  ): Promise<void> {
    const next = afterFailure(failure, stream, pair, trial !== null);
    if (next === 'trial_failed') {
      trial?.failed(failure.error);
      return this.#queue.giveBack(unit);
    }
    const retry = next === 'give_up' ? null : this.#context.retries.next(failure.error);
    if (retry === null) throw failure.error;
    const about = { what: 'unit', stream: stream.name, unit: unit.id.unit, error: failure.error } as const;
    const signal = AbortSignal.any([this.#context.signal, this.#drain.signal]);
    await pauseBefore(retry, this.#context, about, signal).catch(() => this.#context.signal.throwIfAborted());
    if (next === 'move_again') return this.#queue.giveBack(unit);
    this.#unanswered.add(unit, failure);
    this.#queue.setAside(unit);
  }
}
