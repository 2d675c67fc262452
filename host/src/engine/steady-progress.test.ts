import { expect, it } from 'vitest';
import { SteadyProgress } from './steady-progress.ts';

it('spreads each burst over the time in which the next one comes', () => {
  const progress = new SteadyProgress();
  for (const second of [1, 2, 3]) progress.take(1000, second * 1000);
  // Two have passed; a quarter of the third.
  expect(progress.bytesAt(3250)).toBe(2250);
  // No more than was taken, however long nothing comes.
  expect(progress.bytesAt(9000)).toBe(3000);
});

it('sees the same rate whenever it is looked at, although bytes come once a second', () => {
  const progress = new SteadyProgress();
  let taken = 0;
  for (let now = 0; now <= 10_000; now += 250) {
    if (now % 1000 === 0) progress.take(1000, now);
    if (now >= 2000) {
      if (taken > 0) expect(progress.bytesAt(now) - taken).toBeCloseTo(250);
      taken = progress.bytesAt(now);
    }
  }
});

it('takes what comes at once as one burst', () => {
  const progress = new SteadyProgress();
  for (const at of [0, 1, 2, 500, 501]) progress.take(100, at);
  expect(progress.bursts).toBe(2);
  expect(progress.bytesAt(500)).toBe(300);
  expect(progress.bytesAt(600)).toBe(300 + (300 / 500) * 100);
});

it('counts what it has where it can’t tell a rate yet', () => {
  const progress = new SteadyProgress();
  expect(progress.bytesAt(5)).toBe(0);
  progress.take(700, 10);
  expect(progress.bytesAt(10)).toBe(700);
});
