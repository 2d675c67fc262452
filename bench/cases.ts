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
    const match = /^([a-z]+):(\w+)(\+tls)?$/.exec(part.trim());
    const dataset = findDataset(match?.[1] ?? '');
    const rows = parseRowCount(match?.[2] ?? '');
    if (match === null || dataset === undefined || rows === undefined) {
      const names = datasets.map(({ name }) => name).join(', ');
      throw new Error(
        `"${part}" is no case: it is DATASET:ROWS, as in mixed:4m or wide:200k+tls, DATASET one of ${names}`,
      );
    }
    const withTls = tls || match[3] !== undefined;
    return { name: `${dataset.name}:${match[2]}${withTls ? '+tls' : ''}`, dataset, rows, tls: withTls };
  });
}

/** `200`, `200k`, `4m`; undefined where it is no number from 1. */
export function parseRowCount(text: string): number | undefined {
  const match = /^(\d+)([km]?)$/.exec(text);
  const rows = Number(match?.[1]) * (factors[match?.[2] ?? ''] ?? Number.NaN);
  return rows >= 1 ? rows : undefined;
}
