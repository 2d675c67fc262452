import { expect, test } from 'vitest';
import type { ProcessUse } from '../measure/command.ts';
import { rapidbyteParts } from './rapidbyte-parts.ts';

const seen = (commandLine: string, cpuSeconds: number, megabytes: number): ProcessUse => ({
  commandLine,
  cpuSeconds,
  memoryBytes: megabytes * 1e6,
});

const use = (processes: ProcessUse[]) => ({ seconds: 9, cpuSeconds: 10, processes, stdout: '', stderr: '' });

test('CPU of a kind of process is summed, memory is each one’s own, and the host has the rest', () => {
  const parts = rapidbyteParts(
    use([
      seen('node rapidbyte.js run /tmp/pipeline.yaml', 1, 100),
      seen('node rapidbyte-source-postgres.js', 2, 70),
      seen('node rapidbyte-source-postgres.js', 1.5, 75),
      seen('node rapidbyte-dest-postgres.js', 3, 65),
    ]),
  );
  expect(parts).toEqual({
    host: { cpuSeconds: 3.5, memoryBytes: [100e6] },
    source: { cpuSeconds: 3.5, memoryBytes: [70e6, 75e6] },
    destination: { cpuSeconds: 3, memoryBytes: [65e6] },
  });
});

test('a kind of process that was never seen is an error', () => {
  const processes = [seen('node rapidbyte.js run x', 1, 100), seen('node rapidbyte-source-postgres.js', 2, 70)];
  expect(() => rapidbyteParts(use(processes))).toThrow('no process of dest-postgres was seen');
});
