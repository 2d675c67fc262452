import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureCommand } from '../measure/command.ts';
import { runTimeoutMs, urlWithPassword, type Arm, type Move } from './arm.ts';
import { readLoadTrace } from './load-trace.ts';
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
  /** Fixed in the pipeline; the host's own choice if not given. */
  readonly parallelism?: number;
  /** Of `run`, beside --json. */
  readonly flags?: readonly string[];
  /** What `max_memory` is to have room for, where `flags` say how many pairs there are. */
  readonly roomForPairs?: number;
  /** Writes its events, for the trace of the load. */
  readonly traced?: boolean;
  /** Another checkout of Rapidbyte, built. */
  readonly checkout?: string;
  /** What `use:` says; the first-party connectors if not given. */
  readonly connectors?: { readonly source: string; readonly destination: string };
  /** For the host's Node.js. */
  readonly nodeArguments?: readonly string[];
}

const eventsFile = 'events.ndjson';

/** The whole of `rapidbyte run`, from the command to its exit, on the Node.js that runs the benchmark. */
export function rapidbyte(options: RapidbyteOptions = {}): Arm {
  const { flags = [], traced = false } = options;
  const cli = join(options.checkout ?? here, 'host/bin/rapidbyte.js');
  const resources = resourcesOf(options);
  const runFlags = ['--json', ...(traced ? ['--events', eventsFile] : []), ...flags];
  return {
    name: options.name ?? 'rapidbyte',
    command: [
      `node host/bin/rapidbyte.js run pipeline.yaml ${runFlags.join(' ')}`,
      ...(resources === undefined ? [] : [`# pipeline.yaml: resources: ${JSON.stringify(resources)}`]),
    ].join('\n'),
    parts: rapidbyteParts,
    ...(traced && { load: ({ stderr }, { directory }) => readLoadTrace(join(directory, eventsFile), stderr) }),
    run: (move) => {
      const pipeline = join(move.directory, 'pipeline.yaml');
      const document = { ...pipelineDocument(move, options.connectors), ...(resources && { resources }) };
      // JSON is YAML.
      writeFileSync(pipeline, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
      return measureCommand(process.execPath, [...(options.nodeArguments ?? []), cli, 'run', pipeline, ...runFlags], {
        cwd: move.directory,
        env: process.env,
        timeoutMs: runTimeoutMs,
      });
    },
  };
}

function resourcesOf({ parallelism, roomForPairs = parallelism }: RapidbyteOptions): object | undefined {
  if (roomForPairs === undefined) return undefined;
  return {
    ...(parallelism !== undefined && { parallelism }),
    max_memory: Math.max(defaultMemoryBytes, roomForPairs * memoryBytesPerPair),
  };
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
