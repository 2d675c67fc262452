import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

/** Half a minute on two cores; twice that where others use them too. */
const timeoutMs = 180_000;

it(
  'moves the shop, finds every table equal, and leaves nothing behind',
  async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'demo-test-'));
    try {
      const { stdout } = await execa(process.execPath, [main], { env: { TMPDIR: temporary } });
      expect(stdout).toContain('All 9 tables arrived: 1,441,028 rows');
      expect(readdirSync(temporary).filter((name) => name.startsWith('rapidbyte-demo-'))).toEqual([]);
    } finally {
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    }
  },
  timeoutMs,
);

it(
  'stops cleanly while it fills the source',
  async () => {
    const demo = execa(process.execPath, [main], { reject: false });
    demo.stdout.on('data', (text: Buffer) => {
      if (text.includes('Filling')) demo.kill('SIGINT');
    });
    const { exitCode, stdout } = await demo;
    expect(exitCode).toBe(130);
    expect(stdout).toContain('The servers are stopped');
  },
  timeoutMs,
);
