import { datasets, findDataset, type Dataset } from './datasets.ts';

/** One row of the results: a table to move. */
export interface Case {
  /** As it is written on the command line: `narrow:8m`, `mixed:1m+tls`. */
  readonly name: string;
  readonly dataset: Dataset;
  readonly rows: number;
  /** Both connections with TLS, `verify-full`; else without TLS at all. */
  readonly tls: boolean;
}

/** What the goals are about, and TLS beside it. */
export const defaultCases = 'mixed:1,narrow:2m,mixed:1m,wide:200k,narrow:2m+tls,mixed:1m+tls,narrow:8m,mixed:4m';

const factors: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 };

/**
 * @param tls all of them with TLS
 * @throws {Error} naming the case that can't be understood
 */
export function parseCases(text: string, tls: boolean): Case[] {
  return text.split(',').map((part) => {
    const match = /^([a-z]+):(\d+)([km]?)(\+tls)?$/.exec(part.trim());
    const dataset = findDataset(match?.[1] ?? '');
    const rows = Number(match?.[2]) * (factors[match?.[3] ?? ''] ?? Number.NaN);
    if (match === null || dataset === undefined || !(rows >= 1)) {
      const names = datasets.map(({ name }) => name).join(', ');
      throw new Error(
        `"${part}" is no case: it is DATASET:ROWS, as in mixed:4m or wide:200k+tls, DATASET one of ${names}`,
      );
    }
    const withTls = tls || match[4] !== undefined;
    return { name: `${dataset.name}:${match[2]}${match[3]}${withTls ? '+tls' : ''}`, dataset, rows, tls: withTls };
  });
}
