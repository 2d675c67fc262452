import type { Setting } from '@rapidbyte/connector';
import { PipelineError } from '../connector/error.ts';

const mib = 1024 * 1024;

/** The relaying host, measured at 80 to 111 MB resident. */
export const hostReserveBytes = 112 * mib;
/** A connector with one session and small buffers, measured at 50 to 76 MB resident. */
export const processBaseBytes = 80 * mib;
/**
 * What is on its way in a session, and what its destination holds: a few batches, so that neither end waits for the other at
 * each of them. 8 MiB gained nothing on one machine, and 4 MiB cover 40 ms of a gigabit.
 */
export const creditBytes = 4 * mib;
/** Each further pair costs the databases two or more connections. */
const maxAutoPairs = 8;
/** A frame exists in the source, on the way and in the destination at once, each time about twice. */
const frameShare = 16;
const minFrameBytes = 8 * mib;
const maxFrameBytes = 1024 * mib;

/** How the run's memory and processors are shared out. */
export interface ResourcePlan {
  /** Pairs of processes at most; fewer run if there are fewer units. */
  readonly pairs: number;
  readonly parallelism: Setting;
  /** What a connector process is told to stay below. */
  readonly processMemoryBytes: number;
  readonly maxFrameBytes: number;
}

/**
 * Decides the number of pairs, in this one place, and shares out the memory:
 * `max_memory = host + pairs × (2 processes + credit on its way + credit that the destination holds)`.
 * @throws PipelineError `memory_too_small`, `parallelism_exceeds_memory`
 */
export function planResources(
  wanted: { readonly parallelism: Setting | 'auto'; readonly maxMemoryBytes: number },
  cores: number,
): ResourcePlan {
  const { maxMemoryBytes } = wanted;
  const pairBytes = 2 * (processBaseBytes + creditBytes);
  const affordable = Math.floor((maxMemoryBytes - hostReserveBytes) / pairBytes);
  if (affordable < 1) {
    throw new PipelineError({
      category: 'config',
      code: 'memory_too_small',
      message: `resources.max_memory is ${inMib(maxMemoryBytes)}; the host takes ${inMib(hostReserveBytes)} and a pair of connector processes ${inMib(pairBytes)}`,
      hint: `Set it to ${inMib(hostReserveBytes + pairBytes)} or more.`,
      path: 'resources.max_memory',
      side: 'host',
    });
  }
  const parallelism = wanted.parallelism === 'auto' ? automatic(cores, affordable) : wanted.parallelism;
  const pairs = Number(parallelism.value);
  if (pairs > affordable) {
    throw new PipelineError({
      category: 'config',
      code: 'parallelism_exceeds_memory',
      message: `resources.parallelism is ${pairs}, which takes ${inMib(hostReserveBytes + pairs * pairBytes)}: ${inMib(hostReserveBytes)} for the host and ${inMib(pairBytes)} for each pair of processes; resources.max_memory is ${inMib(maxMemoryBytes)}`,
      hint: `Lower resources.parallelism to ${affordable}, raise resources.max_memory, or leave it to Rapidbyte: parallelism: auto.`,
      path: 'resources.parallelism',
      side: 'host',
    });
  }
  const perPair = (maxMemoryBytes - hostReserveBytes) / pairs;
  return {
    pairs,
    parallelism,
    processMemoryBytes: Math.floor((perPair - creditBytes) / 2),
    maxFrameBytes: clamp(Math.floor(maxMemoryBytes / frameShare), minFrameBytes, maxFrameBytes),
  };
}

/**
 * A source process keeps about one core busy together with its destination's, the databases not counted, and
 * locally these share the cores too: one pair saturates two cores.
 */
function automatic(cores: number, affordable: number): Setting {
  const wanted = Math.min(Math.max(1, Math.floor(cores / 2)), maxAutoPairs);
  const value = Math.min(wanted, affordable);
  const reason =
    value < wanted
      ? `as many as resources.max_memory allows; ${wanted} for ${cores} cores`
      : `half of ${cores} cores, at most ${maxAutoPairs}`;
  return { knob: 'parallelism', value, provenance: 'default', reason };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

function inMib(bytes: number): string {
  return `${Math.ceil(bytes / mib)} MiB`;
}
