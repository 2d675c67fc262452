import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, type FiredFault, writeLauncher } from '@rapidbyte/connector/faults';
import { resolveConnector } from '../../host/src/connector/resolve.ts';

const baseDirectory = join(import.meta.dirname, '../..');

/** A connector with a fault, or one that is only watched, for `use:`. */
export interface WrappedConnector extends Disposable {
  readonly use: string;
  /** What the fault has hit; null while it has not come. One for all processes of the connector. */
  readonly fired: () => FiredFault | null;
  /** `to_host committed`, each frame of all processes, in the order of their arrival. */
  readonly trace: () => readonly string[];
}

/** @param use as a pipeline names the connector */
export function wrapConnector(use: string, side: 'source' | 'destination', fault?: Fault): WrappedConnector {
  const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-wrapped-'));
  const { command } = resolveConnector(use, { side, baseDirectory, environment: process.env });
  const launcher = join(directory, 'connector.mjs');
  const fired = join(directory, 'fired.json');
  const trace = join(directory, 'trace');
  writeLauncher(launcher, { command, fired, trace, ...(fault === undefined ? {} : { fault }) });
  return {
    use: launcher,
    fired: () => (existsSync(fired) ? (JSON.parse(readFileSync(fired, 'utf8')) as FiredFault) : null),
    trace: () => (existsSync(trace) ? readFileSync(trace, 'utf8').trimEnd().split('\n') : []),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
