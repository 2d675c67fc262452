import type { EventSink } from './events.ts';
import type { StreamLoad } from './load.ts';
import type { StreamProgress } from './types.ts';

/** At most four events a second. */
const intervalMs = 250;
/** Rates are over this many intervals: three seconds. */
const windowIntervals = 12;

interface Sample {
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Reports how far the streams are, as long as something changes. */
export class ProgressMeter {
  readonly #events: EventSink;
  readonly #streams: readonly StreamLoad[];
  readonly #samples = new Map<StreamLoad, Sample[]>();
  readonly #timer: NodeJS.Timeout;
  #last = '';

  constructor(events: EventSink, streams: readonly StreamLoad[]) {
    this.#events = events;
    this.#streams = streams;
    this.#timer = setInterval(() => this.#report(), intervalMs);
  }

  /** Reports a last time. */
  stop(): void {
    clearInterval(this.#timer);
    this.#report();
  }

  #report(): void {
    const streams = this.#streams.map((stream) => this.#measure(stream));
    const state = JSON.stringify(streams);
    if (state === this.#last) return;
    this.#last = state;
    this.#events.emit({ type: 'progress', streams });
  }

  #measure(stream: StreamLoad): StreamProgress {
    const now: Sample = { at: performance.now(), rows: stream.rowsRelayed, bytes: stream.bytesRelayed };
    const samples = this.#samples.get(stream) ?? [];
    samples.push(now);
    if (samples.length > windowIntervals + 1) samples.shift();
    this.#samples.set(stream, samples);
    const first = samples[0] ?? now;
    const seconds = (now.at - first.at) / 1000;
    const running = stream.state === 'running' && seconds > 0;
    return {
      stream: stream.name,
      state: stream.state,
      rows: now.rows,
      bytes: now.bytes,
      rowsPerSecond: running ? Math.round((now.rows - first.rows) / seconds) : 0,
      bytesPerSecond: running ? Math.round((now.bytes - first.bytes) / seconds) : 0,
      estimatedRows: stream.spec.estimate.rows,
    };
  }
}
