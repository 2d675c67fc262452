import { expect, test } from 'vitest';
import { commandLine, parseLink, parseOptions, parseParallelism, parseRounds, UsageError } from './command.ts';

test('parallelism is a list, sorted, each once', () => {
  expect(parseParallelism('8,1, 2,2')).toEqual([1, 2, 8]);
  for (const text of ['', '0', '1.5', '257', 'auto', '1,,2']) expect(() => parseParallelism(text)).toThrow(UsageError);
});

test('what can’t be understood is a matter of usage', () => {
  expect(() => parseRounds('0', 3)).toThrow(UsageError);
  expect(() => parseLink('20')).toThrow(UsageError);
  expect(() => parseOptions(['--sise', 'mixed:1'], {})).toThrow(UsageError);
  expect(() => parseOptions(['mixed:1'], {})).toThrow(UsageError);
});

test('the command in a report names no folder', () => {
  expect(commandLine(['parallel', '--results', '/tmp/x', '--baseline=../old', '--rounds', '2'])).toBe(
    'npm run bench -- parallel --results DIRECTORY --baseline=DIRECTORY --rounds 2',
  );
});
