import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseCases } from '../cases.ts';
import { freshReportFile } from '../report/file.ts';
import type { CaseResult, Run } from '../runs.ts';
import { formatReport } from './report.ts';

const part = { cpuSeconds: 0.5, memoryBytes: [80e6] };
const run = (round: number, seconds: number): Run => ({
  round,
  seconds,
  cpuSeconds: 1.6,
  serverCpu: { source: 2.4, destination: 4 },
  parts: { host: { ...part, memoryBytes: [151e6] }, source: part, destination: part },
});

function results(): CaseResult[] {
  const arms = [
    { arm: 'psql pipe', runs: [run(1, 5.111), run(2, 5.222)] },
    { arm: 'rapidbyte', runs: [run(1, 6.333), run(2, 6.445)] },
    { arm: 'again', runs: [run(1, 5.112), run(2, 5.223)] },
  ];
  return parseCases('mixed:4m', false).map((measured) => ({
    case: measured,
    bytesPerRow: 200.4,
    tableBytes: 0,
    keySeconds: 0,
    arms,
  }));
}

test('losing rows and missed goals are in it, as is every run', () => {
  const text = formatReport({
    date: '2026-11-23',
    commandLine: 'npm run bench -- spine',
    facts: ['a machine'],
    arms: [{ name: 'a | b', command: 'a | b', run: () => Promise.reject(new Error('not run')) }],
    results: results(),
    notes: ['a note'],
  });
  expect(text).toContain("| mixed:4m | mixed:4m: at least 0.92 of the pipe's speed | 0.809 | **missed** |");
  expect(text).toContain(
    '| mixed:4m | mixed:4m: at most 0.6 CPU s per million rows, all our processes | 0.400 s | reached |',
  );
  expect(text).toContain('| mixed:4m | a connector: at most 90 MB resident | 80.0 MB | reached |');
  expect(text).toContain('| mixed:4m | the host: at most 150 MB resident | 151.0 MB | **missed** |');
  expect(text).toContain('| mixed:4m (200 B a row) | rapidbyte | 6.389 | 0.626 | 0.809 | 0.400 | 0.600 | 1.000 |');
  expect(text).toContain('| mixed:4m | rapidbyte | 6.333 | 6.445 |');
  expect(text).toContain('- a machine\n- a note\n');
});

test('a result is never overwritten, and its directory is made', () => {
  const parent = mkdtempSync(join(tmpdir(), 'rapidbyte-report-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const directory = join(parent, 'results');
  const first = freshReportFile(directory, '20261123-spine');
  writeFileSync(first, '');
  expect([first, freshReportFile(directory, '20261123-spine')]).toEqual(
    ['20261123-spine.md', '20261123-spine-2.md'].map((name) => join(directory, name)),
  );
});
