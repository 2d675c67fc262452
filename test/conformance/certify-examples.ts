import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConformanceReport } from '@rapidbyte/connector/testing';
import { certify, type CertifyOptions } from '../../host/src/engine/certify.ts';
import { pythonFiles, runPython } from '../examples/python.ts';

const signal = new AbortController().signal;

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'rapidbyte-certify-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const run = (
  use: string,
  options: Pick<CertifyOptions, 'role' | 'config' | 'only'> & Partial<CertifyOptions>,
): Promise<ConformanceReport> => certify(use, { secrets: [], seed: 1, signal, ...options });

/** The suite against the Go connector, a binary that is built already. */
export function certifyGoRows(binary: string, only: readonly string[] = []): Promise<ConformanceReport> {
  // More rows are another config.
  const more = JSON.stringify({ streams: { ledger: 21_200 } });
  const grow = { command: `echo '${more}'`, environment: { PATH: process.env['PATH'] } };
  return run(binary, { role: 'source', config: { streams: { ledger: 20_000 } }, only, grow });
}

const writeLake = `
import sys, pyarrow as pa, pyarrow.parquet as pq
rows = range(20000)
labels = [None if row % 7 == 0 else f"row {row} " * 5 for row in rows]
table = pa.table({"id": pa.array(rows, pa.int64()), "label": pa.array(labels)})
pq.write_table(table, sys.argv[1], row_group_size=4000)`;

/** The suite against the Python source, on a Parquet file of 20,000 rows. Python must be active. */
export function certifyPythonSource(only: readonly string[] = []): Promise<ConformanceReport> {
  return inFolder(async (path) => {
    await runPython(writeLake, join(path, 'numbers.parquet'));
    return run(join(pythonFiles, 'rapidbyte-source-files'), { role: 'source', config: { path }, only });
  });
}

/** The suite against the Python destination, which writes CSV: what is visible is read without Python. */
export function certifyPythonDestination(only: readonly string[] = []): Promise<ConformanceReport> {
  return inFolder(async (folder) => {
    const path = join(folder, 'lake');
    await mkdir(path);
    const command =
      `for file in '${path}'/"$RAPIDBYTE_STREAM_NAMESPACE/$RAPIDBYTE_STREAM_NAME"/*.csv; do ` +
      `if [ -e "$file" ]; then tail -n +2 "$file"; fi; done | sed 's/,/|/; s/"//g'`;
    const probe = { command, environment: { PATH: process.env['PATH'] } };
    const config = { path, format: 'csv' };
    return run(join(pythonFiles, 'rapidbyte-dest-files'), { role: 'destination', config, only, probe });
  });
}
