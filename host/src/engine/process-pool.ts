import { setImmediate } from 'node:timers/promises';
import type { ConnectorClient } from '../connector/client.ts';
import { connect, hasErrors } from './connect.ts';
import type { RunContext } from './context.ts';
import { PipelineProblems } from '../connector/problems.ts';
import { sessionsPerProcess } from './resources.ts';
import { together } from './together.ts';

type ConnectorSide = 'source' | 'destination';

/** A process of each side. */
export interface Pair {
  readonly source: ConnectorClient;
  readonly destination: ConnectorClient;
}

/**
 * The connector processes of a load: shared by several workers, started when the first of these needs them, and kept. The first
 * pair has prepared the load; its source holds what the plan needs.
 */
export class ProcessPool {
  readonly #context: RunContext;
  readonly #stop: AbortController;
  readonly #processes: { readonly [Side in ConnectorSide]: Map<number, Promise<ConnectorClient>> };
  readonly #perProcess: { readonly [Side in ConnectorSide]: number };
  #isReleased = false;

  constructor(context: RunContext, stop: AbortController, first: Pair) {
    this.#context = context;
    this.#stop = stop;
    this.#processes = {
      source: new Map([[0, Promise.resolve(first.source)]]),
      destination: new Map([[0, Promise.resolve(first.destination)]]),
    };
    this.#perProcess = {
      source: sessionsPerProcess(first.source.welcome),
      destination: sessionsPerProcess(first.destination.welcome),
    };
    for (const client of [first.source, first.destination]) void this.#stopWith(client);
  }

  /** Those of a worker; workers count from 0. @throws PipelineError, PipelineProblems */
  async pairOf(worker: number): Promise<Pair> {
    const [source, destination] = await together(this.#stop, [
      this.#process('source', worker),
      this.#process('destination', worker),
    ]);
    if (source === undefined || destination === undefined) throw new Error('together lost a result');
    return { source, destination };
  }

  /** Starts processes that may soon be wanted. What can't be started is not missed yet. */
  prepare(workers: number): void {
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

  /** All rows are moved: a process that dies now ends what it is asked for, and not the run. */
  release(): void {
    this.#isReleased = true;
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
    const client = await connectOnly(this.#context, side);
    void this.#stopWith(client);
    return client;
  }

  /** A process may also die while it has no session. */
  async #stopWith(client: ConnectorClient): Promise<void> {
    const error = await client.failed;
    // Its sessions fail first, and name their stream.
    await setImmediate();
    if (!this.#stop.signal.aborted && !this.#isReleased) this.#stop.abort(error);
  }
}

/** One more process of a side whose config is known to be right. @throws PipelineError, PipelineProblems */
export async function connectOnly(context: RunContext, side: ConnectorSide): Promise<ConnectorClient> {
  const { client, problems } = await connect(context, side);
  if (hasErrors(problems)) throw new PipelineProblems(problems);
  return client;
}
