import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { processStart } from './process-identity.ts';

it('tells a living process from one that has ended, and from a later one', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const pid = child.pid ?? 0;
  const own = processStart(process.pid);
  const started = processStart(pid);
  expect(own).not.toBeNull();
  expect(started).not.toBeNull();
  expect(started).not.toBe(own);
  expect(processStart(pid)).toBe(started);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processStart(pid)).toBeNull();
});
