import type { Limits, Observation } from './types.ts';

/** Why nothing can be concluded from a window; null where it can. The engine's figures come from foreign processes. */
export function unusable(o: Observation): string | null {
  if (!isObject(o)) return 'no observation';
  if (o.fault !== undefined) return o.fault;
  if (!(o.settings instanceof Map)) return 'no settings';
  if (!isObject(o.waits) || !isObject(o.cpuSeconds)) return 'no waits or no CPU times';
  const { waits, cpuSeconds } = o;
  const figures: Readonly<Record<string, unknown>> = {
    seconds: o.seconds,
    rows: o.rows,
    bytes: o.bytes,
    'session seconds': o.sessionSeconds,
    'the wait for the source': waits.read,
    'the wait for credit': waits.credit,
    'the wait for the destination': waits.write,
    'the wait for flushes': waits.flush,
    'the wait for input': waits.input,
    "the host's CPU time": cpuSeconds.host,
    "the source's CPU time": cpuSeconds.source,
    "the destination's CPU time": cpuSeconds.destination,
    memory: o.memoryBytes,
    errors: o.errors,
    'seconds of change-over': o.changeOver?.seconds ?? 0,
    'rows of change-over': o.changeOver?.rows ?? 0,
  };
  for (const [name, figure] of Object.entries(figures)) {
    if (typeof figure !== 'number' || !Number.isFinite(figure) || figure < 0) return `${name}: ${String(figure)}`;
  }
  if (o.seconds === 0) return 'a window of no seconds';
  return null;
}

/** Why these settings may not be used, whatever their speed. */
export function guardrail(o: Observation, limits: Limits): string | null {
  if (o.errors > 0) return o.errors === 1 ? 'an error' : `${o.errors} errors`;
  if (o.memoryBytes > limits.maxMemoryBytes) {
    return `memory of ${inMib(o.memoryBytes)} MiB, above the ${inMib(limits.maxMemoryBytes)} MiB allowed`;
  }
  if (o.bytes === 0) return 'nothing was moved';
  return null;
}

const inMib = (bytes: number): number => Math.round(bytes / 2 ** 20);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
