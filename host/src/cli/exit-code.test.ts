import { expect, test } from 'vitest';
import type { RunError } from '../engine/types.ts';
import { exitCodeOfError, exitCodeOfRun, exitCodes } from './exit-code.ts';

test('the codes are what is documented', () => {
  expect(exitCodes).toEqual({ done: 0, failed: 1, usage: 2, source: 3, destination: 4, protocol: 5, cancelled: 130 });
});

test.each([
  ['config', 'source', 'wrong_type', 2],
  ['config', 'host', 'unknown_stream', 2],
  ['auth', 'source', 'password_refused', 3],
  ['transient', 'destination', 'connection_refused', 4],
  ['data', 'source', 'value_too_large', 3],
  ['protocol', 'destination', 'bad_magic', 5],
  ['internal', 'host', 'unexpected', 1],
  ['data', 'host', 'counts_differ', 1],
  ['internal', 'host', 'cancelled', 130],
] as const)('%s of %s (%s)', (category, side, code, expected) => {
  expect(exitCodeOfError({ category, side, code })).toBe(expected);
});

const error = (side: RunError['side']): RunError => ({
  category: 'transient',
  code: 'x',
  message: '',
  side,
  retryable: true,
});

test('the first error of a run decides', () => {
  expect(exitCodeOfRun({ status: 'failed', errors: [error('destination'), error('source')] })).toBe(4);
  expect(exitCodeOfRun({ status: 'failed', errors: [] })).toBe(1);
  expect(exitCodeOfRun({ status: 'succeeded', errors: [] })).toBe(0);
  expect(exitCodeOfRun({ status: 'cancelled', errors: [] })).toBe(130);
});
