import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { measureCommand } from './command.ts';

const options = { cwd: tmpdir(), env: process.env, timeoutMs: 20_000 };

/** Uses that much CPU time, however busy the machine is; holds `megabytes`, touched. */
const burn = (milliseconds: number, megabytes: number): string => `
  const held = Buffer.alloc(${megabytes} * 1e6, 1);
  const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  while (used() < ${milliseconds}) Math.sqrt(held[0]);
`;

describe.skipIf(process.platform !== 'linux')('measureCommand', () => {
  test('counts the CPU of a process and of the one that it waited for, and sees the memory of each', async () => {
    const child = `${burn(300, 80)} console.log('child')`;
    const script = `
      ${burn(400, 1)}
      require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}, 'the-child'], { stdio: 'inherit' });
    `;
    const use = await measureCommand(process.execPath, ['-e', script], options);
    expect(use.stdout).toBe('child\n');
    // 10 ms is the resolution of /proc.
    expect(use.cpuSeconds).toBeGreaterThan(0.68);
    const [parent, other, ...more] = use.processes;
    expect(more).toEqual([]);
    expect(other?.commandLine).toMatch(/ the-child$/);
    expect(other?.memoryBytes).toBeGreaterThan(80e6);
    expect(parent?.memoryBytes).toBeLessThan(other?.memoryBytes ?? 0);
    expect(parent?.cpuSeconds).toBeGreaterThan(0.2);
  });

  test('a command that fails is an error with its output', async () => {
    const script = 'echo out; echo err >&2; exit 3';
    await expect(measureCommand('sh', ['-c', script], options)).rejects.toThrow(/ended with 3:\nerr\nout\n/);
  });

  test('a command that outlasts its time is killed with what it has started', async () => {
    const late = measureCommand('sh', ['-c', 'sleep 60 & sleep 60'], { ...options, timeoutMs: 200 });
    await expect(late).rejects.toThrow('ended with SIGKILL');
  });
});
