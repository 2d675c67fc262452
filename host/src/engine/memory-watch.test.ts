import { expect, it } from 'vitest';
import { MemoryJudge } from './memory-watch.ts';

it('fails an excess that lasts, and forgives one that passes', () => {
  const judge = new MemoryJudge(100);
  expect(judge.judge(100, 1000)).toBe('within');
  for (let second = 0; second < 15; second++) expect(judge.judge(101, 1000)).toBe('exceeded');
  expect(judge.judge(99, 1000)).toBe('within');
  for (let second = 0; second < 15; second++) expect(judge.judge(101, 1000)).toBe('exceeded');
  expect(judge.judge(101, 1000)).toBe('failed');
});
