import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Parts } from '../figures.ts';
import { measureCommand, type CommandUse, type ProcessUse } from '../measure/command.ts';
import { runTimeoutMs, urlWithPassword, type Arm, type Move } from './arm.ts';

const cli = join(import.meta.dirname, '../../host/bin/rapidbyte.js');

export interface RapidbyteOptions {
  /** What `use:` says; the first-party connectors if not given. */
  readonly connectors?: { readonly source: string; readonly destination: string };
  /** For the host's Node.js. */
  readonly nodeArguments?: readonly string[];
}

/** The whole of `rapidbyte run`, from the command to its exit, on the Node.js that runs the benchmark. */
export function rapidbyte(options: RapidbyteOptions = {}): Arm {
  return {
    name: 'rapidbyte',
    command: 'node host/bin/rapidbyte.js run pipeline.yaml --json',
    run: (move) => {
      const pipeline = join(move.directory, 'pipeline.yaml');
      writeFileSync(pipeline, pipelineYaml(move, options.connectors), { mode: 0o600 });
      return measureCommand(process.execPath, [...(options.nodeArguments ?? []), cli, 'run', pipeline, '--json'], {
        cwd: move.directory,
        env: process.env,
        timeoutMs: runTimeoutMs,
      });
    },
  };
}

function pipelineYaml({ table, source, destination }: Move, connectors: RapidbyteOptions['connectors']): string {
  // JSON is YAML.
  const pipeline = {
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
  return `${JSON.stringify(pipeline, null, 2)}\n`;
}

/**
 * Which process is which. A connector's CPU is as of its last sample; the host has the rest of the exact total.
 *
 * @throws {Error} if one of the three was not seen: its figures would be missing
 */
export function rapidbyteParts(use: CommandUse): Parts<{ cpuSeconds: number; memoryBytes: number }> {
  const [host] = use.processes;
  const source = only(use, 'source-postgres');
  const destination = only(use, 'dest-postgres');
  if (host === undefined) throw new Error('the host was never seen running');
  return {
    host: { cpuSeconds: use.cpuSeconds - source.cpuSeconds - destination.cpuSeconds, memoryBytes: host.memoryBytes },
    source,
    destination,
  };
}

function only(use: CommandUse, connector: string): ProcessUse {
  const found = use.processes.slice(1).filter((seen) => seen.commandLine.includes(connector));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const lines = use.processes.map((seen) => seen.commandLine).join('\n');
  throw new Error(`${found.length} processes of ${connector} were seen, not one:\n${lines}`);
}
