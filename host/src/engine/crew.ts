import { setImmediate } from 'node:timers/promises';
import type { ConnectorClient } from '../connector/client.ts';
import { PipelineError } from '../connector/error.ts';
import { connect, hasErrors } from './connect.ts';
import type { RunContext } from './context.ts';
import type { Load } from './load.ts';
import { LoadMeter } from './load-meter.ts';
import { moveUnit } from './move-unit.ts';
import { PipelineProblems } from './problems.ts';
import { type RunLimits, sessionsPerProcess } from './resources.ts';
import { together } from './together.ts';
import type { UnitQueue } from './unit-queue.ts';

type ConnectorSide = 'source' | 'destination';

/** The two processes that have prepared the load; the source's holds what its plan needs. */
export interface FirstPair {
  readonly source: ConnectorClient;
  readonly destination: ConnectorClient;
}

/** Values that are only being tried: a unit that was opened under them, and fails, is moved again under others. */
export interface Trial {
  failed(error: unknown): void;
}

/**
 * The workers of a load. Each moves one unit after the other between a source's and a destination's process; processes are
 * shared by several workers, started when the first of these needs them, and kept. How many workers there are may change
 * at any time: one that is too many parks after its unit.
 */
export class Crew {
  readonly #context: RunContext;
  readonly #stop: AbortController;
  readonly #load: Load;
  readonly #queue: UnitQueue;
  readonly #processes: { readonly [Side in ConnectorSide]: Map<number, Promise<ConnectorClient>> };
  readonly #perProcess: { readonly [Side in ConnectorSide]: number };
  readonly #mostPairs: number;
  readonly #working = new Set<number>();
  readonly meter = new LoadMeter();
  /** Asked when a unit is opened; see `Trial`. */
  trial: () => Trial | null = () => null;
  readonly #ended = Promise.withResolvers<void>();
  #pairs: number;
  #sessions = 0;

  constructor(
    context: RunContext,
    stop: AbortController,
    load: Load,
    queue: UnitQueue,
    first: FirstPair,
    { pairs, mostPairs }: Pick<RunLimits, 'pairs' | 'mostPairs'>,
  ) {
    this.#context = context;
    this.#stop = stop;
    this.#load = load;
    this.#queue = queue;
    this.#processes = {
      source: new Map([[0, Promise.resolve(first.source)]]),
      destination: new Map([[0, Promise.resolve(first.destination)]]),
    };
    this.#perProcess = {
      source: sessionsPerProcess(first.source.welcome),
      destination: sessionsPerProcess(first.destination.welcome),
    };
    this.#mostPairs = mostPairs;
    this.#pairs = pairs;
    for (const client of [first.source, first.destination]) void this.#stopWith(client);
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
      Array.from({ length: this.#wanted }, (_, worker) => this.#pairOf(worker)),
    );
  }

  /** Starts processes that may soon be wanted. What can't be started is not missed yet. */
  prepare(pairs: number): void {
    const workers = Math.min(pairs, this.#mostPairs, this.#queue.left);
    for (let worker = 0; worker < workers; worker++) {
      for (const side of ['source', 'destination'] as const) {
        const process = this.#process(side, worker);
        process.catch(() => {
          const place = Math.floor(worker / this.#perProcess[side]);
          if (this.#processes[side].get(place) === process) this.#processes[side].delete(place);
        });
      }
    }
  }

  /** Moves all units. @throws PipelineError the first failure, with nothing under way any more */
  run(): Promise<void> {
    this.#fill();
    this.#settle();
    return this.#ended.promise;
  }

  /** More workers than units would only start processes for nothing. */
  get #wanted(): number {
    return Math.min(this.#pairs, this.#queue.left);
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
    if (this.#working.size > 0) return;
    const { signal } = this.#stop;
    if (signal.aborted) this.#ended.reject(signal.reason);
    else if (this.#queue.left === 0) this.#ended.resolve();
    else this.#fill();
  }

  async #work(worker: number): Promise<void> {
    const { signal } = this.#context;
    const pair = await this.#pairOf(worker);
    while (worker < this.#pairs) {
      const unit = await this.#queue.take(signal);
      if (unit === null) {
        signal.throwIfAborted();
        return;
      }
      const stream = this.#load.streams[unit.id.streamIndex];
      if (stream === undefined) throw new Error(`No stream ${unit.id.streamIndex}`);
      const trial = this.trial();
      try {
        await moveUnit(this.#context, stream, unit, pair, {
          session: ++this.#sessions,
          effectiveParallelism: this.#working.size,
          meter: this.meter.openSession(),
        });
      } catch (error) {
        if (trial !== null && !signal.aborted && mayMoveAgain(error)) {
          trial.failed(error);
          this.#queue.giveBack(unit);
          continue;
        }
        stream.failed();
        throw error;
      }
      this.#queue.finished(unit);
    }
  }

  async #pairOf(worker: number): Promise<FirstPair> {
    const [source, destination] = await together(this.#stop, [
      this.#process('source', worker),
      this.#process('destination', worker),
    ]);
    if (source === undefined || destination === undefined) throw new Error('together lost a result');
    return { source, destination };
  }

  #process(side: ConnectorSide, worker: number): Promise<ConnectorClient> {
    const place = Math.floor(worker / this.#perProcess[side]);
    const known = this.#processes[side].get(place);
    if (known !== undefined) return known;
    const started = this.#start(side);
    this.#processes[side].set(place, started);
    return started;
  }

  async #start(side: ConnectorSide): Promise<ConnectorClient> {
    const { client, problems } = await connect(this.#context, side);
    if (hasErrors(problems)) throw new PipelineProblems(problems);
    void this.#stopWith(client);
    return client;
  }

  /** A process may also die while it has no session. */
  async #stopWith(client: ConnectorClient): Promise<void> {
    const error = await client.failed;
    // Its sessions fail first, and name their stream.
    await setImmediate();
    if (!this.#stop.signal.aborted) this.#stop.abort(error);
  }
}

/** Nothing of the unit is durable, the process lives on, and it is no fault of the rows. */
function mayMoveAgain(error: unknown): boolean {
  if (!(error instanceof PipelineError) || error.exit !== undefined) return false;
  return !['protocol', 'data', 'schema'].includes(error.category) && error.commitState !== 'unknown';
}
