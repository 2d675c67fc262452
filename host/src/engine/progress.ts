import type { Verdict } from '../autotune/record.ts';
import type { EventSink } from './events.ts';
import type { StreamLoad } from './load.ts';
import type { LoadGauge, Reading } from './load-gauge.ts';
import type { StreamProgress } from './run-event.ts';

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
  readonly #gauge: LoadGauge;
  readonly #first: Reading;
  readonly #readings: Reading[];
  readonly #timer: NodeJS.Timeout;
  #last = '';

  constructor(events: EventSink, streams: readonly StreamLoad[], gauge: LoadGauge) {
    this.#events = events;
    this.#streams = streams;
    this.#gauge = gauge;
    this.#first = gauge.read();
    this.#readings = [this.#first];
    this.#timer = setInterval(() => this.#report(), intervalMs);
  }

  /** Reports a last time. Answers who the others have waited for since it was made. */
  stop(): Verdict | null {
    clearInterval(this.#timer);
    this.#report();
    return this.#gauge.verdict(this.#first, this.#gauge.read());
  }

  #report(): void {
    const streams = this.#streams.map((stream) => this.#measure(stream));
    const bottleneck = this.#verdict();
    const state = JSON.stringify([streams, bottleneck?.text]);
    if (state === this.#last) return;
    this.#last = state;
    this.#events.emit({ type: 'progress', streams, bottleneck });
  }

  #verdict(): Verdict | null {
    const now = this.#gauge.read();
    this.#readings.push(now);
    if (this.#readings.length > windowIntervals + 1) this.#readings.shift();
    return this.#gauge.verdict(this.#readings[0] ?? now, now);
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
