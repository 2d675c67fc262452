import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cpuTimes } from '../proc.ts';
import type { LinkRoute, LinkShape } from './pacing.ts';
import type { Upstream } from './connection.ts';

const program = join(import.meta.dirname, 'link.program.ts');
const startTimeoutMs = 10_000;

/** A slow network in front of one or two servers: a process of its own, so that its work is nobody else's. */
export interface Link extends AsyncDisposable {
  readonly shape: LinkShape;
  /** On 127.0.0.1, to connect to instead; undefined where a server is reached directly. */
  readonly ports: { readonly source: number | undefined; readonly destination: number | undefined };
  /** What it has used so far. */
  cpuSeconds(): number;
}

/** @throws {Error} if it does not start */
export async function spawnLink(
  { shape, only }: LinkRoute,
  servers: { readonly source: Upstream; readonly destination: Upstream },
): Promise<Link> {
  const sides = only === undefined ? (['source', 'destination'] as const) : [only];
  const upstreams = sides.map((side) => `${servers[side].host}:${servers[side].port}`);
  const child = spawn(process.execPath, [program, `${shape.roundTripMs}:${shape.megabitsPerSecond}`, ...upstreams], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { pid } = child;
  const ports = await readPorts(child).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  if (ports.length !== sides.length || pid === undefined) throw new Error('the link has no ports');
  const portOf = (side: 'source' | 'destination'): number | undefined => ports[[...sides].indexOf(side)];
  return {
    shape,
    ports: { source: portOf('source'), destination: portOf('destination') },
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
