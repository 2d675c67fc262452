import type { ConnectionBudget, Setting, Welcome } from '@rapidbyte/connector';
import { PipelineError } from '../connector/error.ts';

const mib = 1024 * 1024;

/** The relaying host, measured at 80 to 111 MB resident. */
export const hostReserveBytes = 112 * mib;
/** A connector process with its first session, measured at 50 to 84 MB resident. */
export const processBaseBytes = 80 * mib;
/** What each further session takes in a connector process: its buffers, and the credit that it holds. */
export const sessionBytes = 10 * mib;
/**
 * What is on its way in a session, and what its destination holds: a few batches, so that neither end waits for the other at
 * each of them. 8 MiB gained nothing on one machine, and 4 MiB cover 40 ms of a gigabit.
 */
export const creditBytes = 4 * mib;
/**
 * Sessions that share a process at most. A PostgreSQL backend needs three to four times the CPU of its connector's session,
 * so that one process keeps up with as many, and spares start-up and memory (docs/decisions/20261125-workers.md).
 */
const maxSessionsPerProcess = 4;
/** Each further pair costs the databases two connections. */
const maxAutoPairs = 8;
const maxPairs = 256;
/** A frame exists in the source, on the way and in the destination at once, each time about twice. */
const frameShare = 16;
const minFrameBytes = 8 * mib;
const maxFrameBytes = 1024 * mib;

/** What is known before a connector is started: parallelism is at most this. */
export interface ResourcePlan {
  /** Pairs of sessions at most. */
  readonly pairs: number;
  readonly parallelism: Setting;
  readonly maxMemoryBytes: number;
  readonly maxFrameBytes: number;
}

/** One side, as its connector describes itself. */
export interface SideLimits {
  /** Sessions that one of its processes takes. */
  readonly sessionsPerProcess: number;
  readonly connections?: ConnectionBudget;
}

export interface RunLimits {
  /** To begin with. */
  readonly pairs: number;
  /** As many as memory and connections allow; what the user has fixed is not exceeded. */
  readonly mostPairs: number;
  readonly parallelism: Setting;
}

/** @throws PipelineError `memory_too_small`, `parallelism_exceeds_memory` */
export function planResources(
  wanted: { readonly parallelism: Setting | 'auto'; readonly maxMemoryBytes: number },
  cores: number,
): ResourcePlan {
  const { maxMemoryBytes } = wanted;
  const best = { sessionsPerProcess: maxSessionsPerProcess };
  const affordable = affordablePairs(maxMemoryBytes, best, best);
  if (affordable < 1) {
    const least = memoryOf(1, best, best);
    throw new PipelineError({
      category: 'config',
      code: 'memory_too_small',
      message: `resources.max_memory is ${inMib(maxMemoryBytes)}; the host takes ${inMib(hostReserveBytes)} and a pair of connector processes ${inMib(least - hostReserveBytes)}`,
      hint: `Set it to ${inMib(least)} or more.`,
      path: 'resources.max_memory',
      side: 'host',
    });
  }
  const parallelism = wanted.parallelism === 'auto' ? automatic(cores, affordable) : wanted.parallelism;
  const pairs = Number(parallelism.value);
  if (pairs > affordable) throw exceedsMemory(pairs, affordable, maxMemoryBytes, best, best);
  return {
    pairs,
    parallelism,
    maxMemoryBytes,
    maxFrameBytes: clamp(Math.floor(maxMemoryBytes / frameShare), minFrameBytes, maxFrameBytes),
  };
}

/**
 * The same, once both connectors have said how many sessions they take and what connections their systems can spare:
 * `max_memory = host + processes + pairs × (credit on its way + a session on each side)`, and on each side
 * `connections = processes × per_process + pairs × per_session`. What the user has not fixed shrinks to that.
 * @throws PipelineError `parallelism_exceeds_memory`, `parallelism_exceeds_connections`, `connections_exhausted`
 */
export function limitRun(
  plan: ResourcePlan,
  sides: { readonly source: SideLimits; readonly destination: SideLimits },
  maxConnections: number | undefined,
): RunLimits {
  const { source, destination } = sides;
  const fixed = plan.parallelism.provenance !== 'default';
  let { pairs } = plan;
  let mostPairs = plan.parallelism.provenance === 'pin' ? pairs : maxPairs;
  let reason = plan.parallelism.reason;
  const memory = affordablePairs(plan.maxMemoryBytes, source, destination);
  if (memory < pairs) {
    if (fixed) throw exceedsMemory(pairs, memory, plan.maxMemoryBytes, source, destination);
    pairs = Math.max(1, memory);
    reason = `as many as resources.max_memory allows`;
  }
  mostPairs = Math.min(mostPairs, Math.max(1, memory));
  for (const side of ['source', 'destination'] as const) {
    const connections = connectionPairs(sides[side], maxConnections);
    mostPairs = Math.min(mostPairs, Math.max(1, connections));
    if (connections >= pairs) continue;
    if (connections < 1 || fixed) throw exceedsConnections(side, pairs, connections, sides[side], maxConnections);
    pairs = connections;
    reason = `as many as the ${side} can spare connections for`;
  }
  return {
    pairs,
    mostPairs,
    parallelism: fixed
      ? plan.parallelism
      : { ...plan.parallelism, value: pairs, ...(reason === undefined ? {} : { reason }) },
  };
}

/** How many sessions of this connector share one of its processes. */
export function sessionsPerProcess({ maxOpenUnits }: Pick<Welcome, 'maxOpenUnits'>): number {
  return Math.min(maxSessionsPerProcess, Math.max(1, maxOpenUnits));
}

/** What one process of a side may use. */
export function processMemoryBytes({ maxMemoryBytes, pairs }: ResourcePlan, sessionsPerProcess: number): number {
  const forConnectors = maxMemoryBytes - hostReserveBytes - pairs * creditBytes;
  return Math.floor(forConnectors / 2 / Math.ceil(pairs / sessionsPerProcess));
}

function memoryOf(pairs: number, source: SideLimits, destination: SideLimits): number {
  const side = ({ sessionsPerProcess }: SideLimits): number => {
    const processes = Math.ceil(pairs / sessionsPerProcess);
    return processes * processBaseBytes + (pairs - processes) * sessionBytes + pairs * creditBytes;
  };
  // The credit on its way is counted with the source's side, the credit that the destination holds with its own.
  return hostReserveBytes + side(source) + side(destination);
}

function affordablePairs(maxMemoryBytes: number, source: SideLimits, destination: SideLimits): number {
  let pairs = 0;
  while (pairs < maxPairs && memoryOf(pairs + 1, source, destination) <= maxMemoryBytes) pairs++;
  return pairs;
}

function connectionPairs({ sessionsPerProcess, connections }: SideLimits, maxConnections: number | undefined): number {
  if (connections === undefined) return Infinity;
  const allowed = Math.min(connections.spare, maxConnections ?? Infinity);
  let pairs = 0;
  while (pairs < maxPairs && connectionsOf(pairs + 1, sessionsPerProcess, connections) <= allowed) pairs++;
  return pairs;
}

function connectionsOf(
  pairs: number,
  sessionsPerProcess: number,
  { perProcess, perSession }: ConnectionBudget,
): number {
  return Math.ceil(pairs / sessionsPerProcess) * perProcess + pairs * perSession;
}

/**
 * Where all run on one machine, one pair with the two databases' backends nearly saturates two cores; a second pair fills the gaps, 6 to
 * 10 % on two cores (docs/decisions/20261125-workers.md). Where the databases have machines of their own, more is better still.
 */
function automatic(cores: number, affordable: number): Setting {
  const wanted = Math.min(cores, maxAutoPairs);
  const value = Math.min(wanted, affordable);
  const reason =
    value < wanted
      ? `as many as resources.max_memory allows; ${wanted} for ${cores} cores`
      : `one for each of ${cores} cores, at most ${maxAutoPairs}`;
  return { knob: 'parallelism', value, provenance: 'default', reason };
}

function exceedsMemory(
  pairs: number,
  affordable: number,
  maxMemoryBytes: number,
  source: SideLimits,
  destination: SideLimits,
): PipelineError {
  return new PipelineError({
    category: 'config',
    code: 'parallelism_exceeds_memory',
    message: `resources.parallelism is ${pairs}, which takes ${inMib(memoryOf(pairs, source, destination))}; resources.max_memory is ${inMib(maxMemoryBytes)}`,
    hint: `Lower resources.parallelism to ${Math.max(1, affordable)}, raise resources.max_memory, or leave it to Rapidbyte: parallelism: auto.`,
    path: 'resources.parallelism',
    side: 'host',
  });
}

function exceedsConnections(
  side: 'source' | 'destination',
  pairs: number,
  affordable: number,
  { sessionsPerProcess, connections }: SideLimits,
  maxConnections: number | undefined,
): PipelineError {
  const spare = connections?.spare ?? 0;
  const own = maxConnections !== undefined && maxConnections <= spare;
  const limit = own ? `resources.max_connections is ${maxConnections}` : `the ${side} can spare ${spare}`;
  const needs = connections === undefined ? 0 : connectionsOf(Math.max(1, pairs), sessionsPerProcess, connections);
  return new PipelineError({
    category: 'config',
    code: affordable < 1 ? 'connections_exhausted' : 'parallelism_exceeds_connections',
    message: `resources.parallelism is ${pairs}, which takes ${needs} connections to the ${side}; ${limit}`,
    hint:
      affordable < 1
        ? `Close other connections to the ${side}, or raise its limit${own ? ' and resources.max_connections' : ''}.`
        : `Lower resources.parallelism to ${affordable}, or raise ${own ? 'resources.max_connections' : `the ${side}'s limit`}.`,
    path: own ? 'resources.max_connections' : 'resources.parallelism',
    side: 'host',
  });
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

function inMib(bytes: number): string {
  return `${Math.ceil(bytes / mib)} MiB`;
}
