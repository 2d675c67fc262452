import { expect, test } from 'vitest';
import { defaultCases, parseCases } from './cases.ts';
import { goals } from './spine/goals.ts';

test('a case says dataset, rows and TLS', () => {
  const cases = parseCases('mixed:4m, wide:200k+tls,narrow:1', false);
  expect(cases.map(({ name, rows, tls }) => [name, rows, tls])).toEqual([
    ['mixed:4m', 4_000_000, false],
    ['wide:200k+tls', 200_000, true],
    ['narrow:1', 1, false],
  ]);
  expect(parseCases('narrow:2m', true)).toMatchObject([{ name: 'narrow:2m+tls', tls: true }]);
});

test.each(['', 'mixed', 'mixed:0', 'mixed:4g', 'other:1', 'mixed:-1', 'mixed:1+ssl'])('"%s" is refused', (text) => {
  expect(() => parseCases(text, false)).toThrow(`"${text}" is no case`);
});

test('every goal is about a case that is measured by default', () => {
  const cases = parseCases(defaultCases, false);
  const unused = goals.filter((goal) => !cases.some((measured) => goal.appliesTo(measured)));
  expect(unused).toEqual([]);
});
