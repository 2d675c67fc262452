import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureCommand } from '../measure/command.ts';
import { runTimeoutMs, urlWithPassword, type Arm, type Move } from './arm.ts';
import { rapidbyteParts } from './rapidbyte-parts.ts';

/** Of this checkout. */
const here = join(import.meta.dirname, '../..');
const mib = 2 ** 20;
/** `max_memory` if nothing is said. */
const defaultMemoryBytes = 1024 * mib;
/** More than the host reckons with for one pair of processes, so that memory never decides how many there are. */
const memoryBytesPerPair = 256 * mib;

export interface RapidbyteOptions {
  readonly name?: string;
  /** Pinned; the host's own choice if not given. */
  readonly parallelism?: number;
  /** Another checkout of Rapidbyte, built. */
  readonly checkout?: string;
  /** What `use:` says; the first-party connectors if not given. */
  readonly connectors?: { readonly source: string; readonly destination: string };
  /** For the host's Node.js. */
  readonly nodeArguments?: readonly string[];
}

/** The whole of `rapidbyte run`, from the command to its exit, on the Node.js that runs the benchmark. */
export function rapidbyte(options: RapidbyteOptions = {}): Arm {
  const cli = join(options.checkout ?? here, 'host/bin/rapidbyte.js');
  const resources = options.parallelism === undefined ? undefined : resourcesFor(options.parallelism);
  return {
    name: options.name ?? 'rapidbyte',
    command: [
      'node host/bin/rapidbyte.js run pipeline.yaml --json',
      ...(resources === undefined ? [] : [`# pipeline.yaml: resources: ${JSON.stringify(resources)}`]),
    ].join('\n'),
    parts: rapidbyteParts,
    run: (move) => {
      const pipeline = join(move.directory, 'pipeline.yaml');
      const document = { ...pipelineDocument(move, options.connectors), ...(resources && { resources }) };
      // JSON is YAML.
      writeFileSync(pipeline, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
      return measureCommand(process.execPath, [...(options.nodeArguments ?? []), cli, 'run', pipeline, '--json'], {
        cwd: move.directory,
        env: process.env,
        timeoutMs: runTimeoutMs,
      });
    },
  };
}

function resourcesFor(parallelism: number): { parallelism: number; max_memory: number } {
  return { parallelism, max_memory: Math.max(defaultMemoryBytes, parallelism * memoryBytesPerPair) };
}

function pipelineDocument({ table, source, destination }: Move, connectors: RapidbyteOptions['connectors']): object {
  return {
    version: '1.0',
    pipeline: 'bench',
    source: {
      use: connectors?.source ?? 'source-postgres',
      config: { url: urlWithPassword(source) },
      streams: [{ name: table, sync_mode: 'full_refresh' }],
    },
    destination: {
      use: connectors?.destination ?? 'dest-postgres',
      config: { url: urlWithPassword(destination) },
      write_mode: 'replace',
    },
  };
}
