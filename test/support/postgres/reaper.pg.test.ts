import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

const fixture = fileURLToPath(new URL('starts-a-server.fixture.ts', import.meta.url));

it.each(['SIGKILL', 'SIGINT'] as const)(
  'leaves no server and no file behind when its process ends by %s',
  async (signal) => {
    const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const server = JSON.parse(line) as { pid: number; dataDirectory: string };
    expect(isRunning(server.pid)).toBe(true);
    child.kill(signal);
    await once(child, 'exit');
    await vi.waitFor(() => expect(isRunning(server.pid)).toBe(false), 15_000);
    // <home>/<server>/data: the home goes last.
    await vi.waitFor(() => expect(existsSync(dirname(dirname(server.dataDirectory)))).toBe(false), 15_000);
  },
);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
