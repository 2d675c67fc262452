import { PipelineError } from '../connector/error.ts';

/** How often the processes' memory is added up. */
const intervalMs = 1000;
/** An excess that lasts this long is no peak between two collections of garbage. */
const toleranceMs = 15_000;

export type MemoryVerdict = 'within' | 'exceeded' | 'failed';

/** Pure: what a series of sums means. The limit is exceeded at once, and failed if that lasts. */
export class MemoryJudge {
  readonly #limitBytes: number;
  #exceededMs = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  judge(usedBytes: number, elapsedMs: number): MemoryVerdict {
    if (usedBytes <= this.#limitBytes) {
      this.#exceededMs = 0;
      return 'within';
    }
    this.#exceededMs += elapsedMs;
    return this.#exceededMs > toleranceMs ? 'failed' : 'exceeded';
  }
}

/**
 * Holds the run to `max_memory`. Resident memory counts shared pages once per process, so the sum is an upper bound.
 * First excess: a warning, and pairs beyond the first end after their unit. If it lasts: the run fails, before the
 * kernel chooses a victim.
 */
export class MemoryWatch {
  exceeded = false;
  peakBytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(options: {
    readonly limitBytes: number;
    /** Of all connector processes, as their Stats say. */
    connectorBytes(): number;
    /** False: to be called again at the next look, if it is still exceeded. */
    onExceeded(usedBytes: number): boolean;
    onFailed(error: PipelineError): void;
  }) {
    const judge = new MemoryJudge(options.limitBytes);
    this.#timer = setInterval(() => {
      const hostBytes = process.memoryUsage.rss();
      this.peakBytes = Math.max(this.peakBytes, hostBytes);
      const usedBytes = hostBytes + options.connectorBytes();
      const verdict = judge.judge(usedBytes, intervalMs);
      if (verdict === 'within') return;
      this.exceeded ||= options.onExceeded(usedBytes);
      if (verdict === 'failed') options.onFailed(memoryExceeded(usedBytes, options.limitBytes));
    }, intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.peakBytes = Math.max(this.peakBytes, process.memoryUsage.rss());
  }
}

function memoryExceeded(usedBytes: number, limitBytes: number): PipelineError {
  return new PipelineError({
    category: 'internal',
    code: 'memory_exceeded',
    message: memoryMessage(usedBytes, limitBytes),
    hint: 'Raise resources.max_memory, or lower resources.parallelism.',
    path: 'resources.max_memory',
    side: 'host',
  });
}

export function memoryMessage(usedBytes: number, limitBytes: number): string {
  return `The processes of the run use ${inMib(usedBytes)} together; resources.max_memory is ${inMib(limitBytes)}`;
}

function inMib(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MiB`;
}
