import { expect, test } from 'vitest';
import type { RunResult } from '../../engine/types.ts';
import { foundLine } from './settings.ts';

const flush = { knob: 'copy_flush_bytes', value: 8 * 2 ** 20, provenance: 'default', side: 'destination' } as const;
const mode = (value: string) => ({ knob: 'partition_mode', value, provenance: 'pin', side: 'source' }) as const;

const result = (changes: Partial<Record<keyof RunResult, unknown>>): RunResult =>
  ({
    settings: [{ knob: 'parallelism', value: 6, provenance: 'autotune', effect: 0.48 }],
    bottleneck: { side: 'destination', share: 0.83, text: 'destination-bound 83 %' },
    streams: [],
    ...changes,
  }) as RunResult;

const text = (changes: Partial<Record<keyof RunResult, unknown>>): string =>
  foundLine(result(changes))
    .flat()
    .map((span) => (typeof span === 'string' ? span : span.text))
    .join('');

test('every knob with its value, where it came from, and what it has gained', () => {
  const streams = [
    { rowsRead: 900, settings: [mode('mod'), flush] },
    { rowsRead: 1, settings: [mode('ctid'), flush], autotune: {} },
  ];
  expect(text({ streams })).toBe(
    '  destination-bound 83 %; parallelism 6 (autotune, +48 %), partition_mode ctid (pin), copy_flush_bytes 8.0 MiB (default)',
  );
});

test('of the largest stream, where none was tuned; no verdict where there is none', () => {
  const streams = [
    { rowsRead: 1, settings: [mode('mod')] },
    { rowsRead: 900, settings: [mode('ctid')] },
  ];
  const settings = [{ knob: 'parallelism', value: 2, provenance: 'environment' }];
  expect(text({ streams, settings, bottleneck: null })).toBe(
    '  parallelism 2 (environment), partition_mode ctid (pin)',
  );
});

test('a pin that could not be held to says why', () => {
  const settings = [{ ...mode('ctid'), reason: "range can't be: there is no primary key" }];
  expect(text({ streams: [{ rowsRead: 1, settings }] })).toMatch(
    /partition_mode ctid \(pin, but range can't be: there is no primary key\)$/,
  );
});

test('nothing where no session was opened', () => {
  expect(text({})).toBe('');
  expect(text({ streams: [{ rowsRead: 0, settings: [] }] })).toBe('');
});
