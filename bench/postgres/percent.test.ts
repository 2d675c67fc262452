import { expect, test } from 'vitest';
import { behind, percent } from './percent.ts';

test('a tenth of a percent, no more, and signs as they are printed', () => {
  expect([0.1234, -0.04, 0, -0.0001, 1].map(percent)).toEqual(['12.3 %', '−4 %', '0 %', '0 %', '100 %']);
  expect([0.03, -0.03].map((regret) => behind(regret, 'off'))).toEqual(['3 % behind off', '3 % ahead of off']);
});
