import type { CommandUse } from '../measure/command.ts';
import type { PartUse, Parts } from '../runs.ts';

/**
 * Which process is which. A connector's CPU is as of its last sample; the host has the rest of the exact total.
 *
 * @throws {Error} if a kind of process was not seen: its figures would be missing
 */
export function rapidbyteParts(use: CommandUse): Parts<PartUse> {
  const [host] = use.processes;
  if (host === undefined) throw new Error('the host was never seen running');
  const source = connectorUse(use, 'source-postgres');
  const destination = connectorUse(use, 'dest-postgres');
  return {
    host: {
      cpuSeconds: use.cpuSeconds - source.cpuSeconds - destination.cpuSeconds,
      memoryBytes: [host.memoryBytes],
    },
    source,
    destination,
  };
}

function connectorUse(use: CommandUse, connector: string): PartUse {
  const found = use.processes.slice(1).filter((seen) => seen.commandLine.includes(connector));
  if (found.length === 0) {
    const lines = use.processes.map((seen) => seen.commandLine).join('\n');
    throw new Error(`no process of ${connector} was seen:\n${lines}`);
  }
  return {
    cpuSeconds: found.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    memoryBytes: found.map(({ memoryBytes }) => memoryBytes),
  };
}
