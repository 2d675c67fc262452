import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rapidbyte } from '../arms/rapidbyte.ts';
import type { Arm } from '../arms/arm.ts';

const connectors = { source: 'source-postgres', destination: 'dest-postgres' } as const;

/**
 * Our arm with a CPU profile of each of its three processes. The host does not pass NODE_OPTIONS on to connectors, so
 * each is named by the path of a script that starts it with the option.
 */
export function profiledRapidbyte(): { readonly arm: Arm; readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-profile-'));
  const profileArguments = (name: string): string[] => [
    '--cpu-prof',
    `--cpu-prof-dir=${directory}`,
    `--cpu-prof-name=${name}.cpuprofile`,
  ];
  const wrapper = (connector: string): string => {
    const file = join(directory, connector);
    const command = [process.execPath, ...profileArguments(connector), connectorEntry(connector)];
    writeFileSync(file, `#!/bin/sh\nexec ${command.map(shellQuote).join(' ')}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const wrapped = { source: wrapper(connectors.source), destination: wrapper(connectors.destination) };
  return { arm: rapidbyte({ connectors: wrapped, nodeArguments: profileArguments('host') }), directory };
}

function connectorEntry(connector: string): string {
  const folder = join(import.meta.dirname, '../../connectors', connector);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  const bin = manifest.bin[`rapidbyte-${connector}`];
  if (bin === undefined) throw new Error(`${folder}/package.json has no bin rapidbyte-${connector}`);
  return join(folder, bin);
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The functions that the time was spent in, each without what it called; a table for each process. */
export function summarizeProfiles(directory: string, most: number): string {
  const files = readdirSync(directory).filter((file) => file.endsWith('.cpuprofile'));
  return files
    .map((file) => {
      const profile = JSON.parse(readFileSync(join(directory, file), 'utf8')) as CpuProfile;
      const lines = selfTimes(profile)
        .slice(0, most)
        .map(([name, seconds]) => `${seconds.toFixed(3).padStart(9)} s  ${name}`);
      return [`${file}:`, ...lines].join('\n');
    })
    .join('\n\n');
}

function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): [string, number][] {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'}${url === '' ? '' : ` ${url.slice(url.lastIndexOf('/') + 1)}:${lineNumber + 1}`}`,
    ]),
  );
  const seconds = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '(unknown)';
    seconds.set(name, (seconds.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1e6);
  });
  return [...seconds].sort(([, a], [, b]) => b - a);
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
