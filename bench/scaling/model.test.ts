import { expect, test } from 'vitest';
import { predict, totalCost, withParallelism, type Costs } from './model.ts';

const costs: Costs = {
  parallelism: 2,
  host: 0.2,
  source: 0.3,
  destination: 0.3,
  sourceServer: 0.8,
  destinationServer: 1.6,
  sourceProcesses: 1,
  destinationProcesses: 2,
};

test.each([
  [costs, 2, 2 / 3.2, 'the cores'],
  [costs, 16, 2 / 1.6, 'the destination’s backends'],
  [withParallelism(costs, 16), 16, 16 / 3.2, 'the cores'],
  [withParallelism(costs, 16), 64, 1 / 0.2, 'the host’s thread'],
  [{ ...withParallelism(costs, 16), sourceProcesses: 1 }, 16, 1 / 0.3, 'the source processes'],
])('%j on %d cores: %d million rows a second', (given, cores, rate, limit) => {
  const prediction = predict(given, cores);
  expect(prediction.rate).toBeCloseTo(rate, 9);
  expect(prediction.limit).toBe(limit);
});

test('with another P, a row costs the same, and processes grow as they did', () => {
  const more = withParallelism(costs, 8);
  expect(totalCost(more)).toBe(totalCost(costs));
  expect([more.sourceProcesses, more.destinationProcesses]).toEqual([4, 8]);
  expect(withParallelism({ ...costs, parallelism: 8 }, 2).sourceProcesses).toBe(1);
});
