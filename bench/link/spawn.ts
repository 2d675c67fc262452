import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cpuTimes } from '../../test/support/proc.ts';
import type { LinkShape } from './pacing.ts';
import type { Upstream } from './connection.ts';

const program = join(import.meta.dirname, 'link.program.ts');
const startTimeoutMs = 10_000;

/** A slow network in front of two servers: a process of its own, so that its work is nobody else's. */
export interface Link extends AsyncDisposable {
  readonly shape: LinkShape;
  /** On 127.0.0.1, to connect to instead. */
  readonly ports: { readonly source: number; readonly destination: number };
  /** What it has used so far. */
  cpuSeconds(): number;
}

/** @throws {Error} if it does not start */
export async function spawnLink(
  shape: LinkShape,
  servers: { readonly source: Upstream; readonly destination: Upstream },
): Promise<Link> {
  const upstreams = [servers.source, servers.destination].map(({ host, port }) => `${host}:${port}`);
  const child = spawn(process.execPath, [program, `${shape.roundTripMs}:${shape.megabitsPerSecond}`, ...upstreams], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { pid } = child;
  const [source, destination] = await readPorts(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  if (source === undefined || destination === undefined || pid === undefined) throw new Error('the link has no ports');
  return {
    shape,
    ports: { source, destination },
    cpuSeconds: () => {
      const times = cpuTimes(pid);
      if (times === null) throw new Error('the link has ended');
      return times.own;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}

async function readPorts(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<number[]> {
  const signal = AbortSignal.timeout(startTimeoutMs);
  const failed = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the link ended with ${String(code)} instead of starting`);
  });
  const line = once(createInterface(child.stdout), 'line', { signal });
  const [text] = (await Promise.race([line, failed])) as [string];
  failed.catch(() => undefined);
  return JSON.parse(text) as number[];
}
