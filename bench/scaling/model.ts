/**
 * How fast a load would be with more cores, from the CPU time that it takes:
 *
 *     rows per second = min(cores ÷ CPU seconds per row, rate of the slowest serial part)
 *
 * where CPU is everything's, servers included, and serial is what can't use more than one core: each database backend and
 * each connector process (as many as there are, at once), and the relaying host's one thread. Memory bandwidth, disks and
 * locks inside a server are in it as far as they cost CPU time where it was measured.
 */

/** CPU seconds per million rows, as measured with that P; our processes at that many. */
export interface Costs {
  readonly parallelism: number;
  readonly host: number;
  readonly source: number;
  readonly destination: number;
  readonly sourceServer: number;
  readonly destinationServer: number;
  readonly sourceProcesses: number;
  readonly destinationProcesses: number;
}

/** Million rows a second. */
export interface Prediction {
  readonly rate: number;
  /** With as many cores as it takes. */
  readonly serialRate: number;
  readonly slowestPart: string;
  /** What it comes down to: the cores, or the slowest part. */
  readonly limit: string;
}

export function totalCost(costs: Costs): number {
  return costs.host + costs.source + costs.destination + costs.sourceServer + costs.destinationServer;
}

/** The costs as they are with another P, if nothing but the number of processes and backends changes. */
export function withParallelism(costs: Costs, parallelism: number): Costs {
  const scaled = (processes: number): number => Math.max(1, Math.round((processes * parallelism) / costs.parallelism));
  return {
    ...costs,
    parallelism,
    sourceProcesses: scaled(costs.sourceProcesses),
    destinationProcesses: scaled(costs.destinationProcesses),
  };
}

export function predict(costs: Costs, cores: number): Prediction {
  const parts: readonly (readonly [string, number])[] = [
    // Its other threads, which collect garbage, are counted in: the true limit is a little higher.
    ['the host’s thread', 1 / costs.host],
    ['the source processes', costs.sourceProcesses / costs.source],
    ['the destination processes', costs.destinationProcesses / costs.destination],
    ['the source’s backends', costs.parallelism / costs.sourceServer],
    ['the destination’s backends', costs.parallelism / costs.destinationServer],
  ];
  const [slowestPart, serialRate] = parts.reduce((slowest, part) => (part[1] < slowest[1] ? part : slowest));
  const coreRate = cores / totalCost(costs);
  return coreRate <= serialRate
    ? { rate: coreRate, serialRate, slowestPart, limit: 'the cores' }
    : { rate: serialRate, serialRate, slowestPart, limit: slowestPart };
}
