import { expect, it } from 'vitest';
import { leapOf, reach } from './reach.ts';
import { observation } from './testing/observation.ts';

it.each([
  { cpu: 0.2, cores: 2, times: 6 },
  { cpu: 0.35, cores: 2, times: 4 },
  { cpu: 0.35, cores: 4, times: 6 },
  { cpu: 1.5, cores: 2, times: 2 },
  { cpu: 0, cores: 2, times: 6 },
])('with $cpu of $cores cores in use, $times times as many sessions', ({ cpu, cores, times }) => {
  const cpuSeconds = { host: 0, source: cpu / 2, destination: cpu / 2 };
  expect(reach(observation({ cpuSeconds }), cores)).toBeCloseTo(times);
});

it.each([
  { step: 1.5, gain: 0.4 },
  { step: 2, gain: 0.4 },
  { step: 4, gain: 0.96 },
  { step: 6, gain: 1.386 },
])('a step of $step is worth going on in long steps with a gain of $gain', ({ step, gain }) => {
  expect(Math.expm1(leapOf(step))).toBeCloseTo(gain, 2);
});
