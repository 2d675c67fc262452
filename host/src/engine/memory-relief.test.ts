import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryRelief } from './memory-relief.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function crew() {
  const done: string[] = [];
  const trial = { failed: (error: unknown) => void done.push(String(error)) };
  const made = {
    done,
    isTrying: false,
    trial: () => (made.isTrying ? trial : null),
    setPairs: (pairs: number) => void done.push(`${pairs} pair`),
  };
  return made;
}

it('parks all workers but one where nothing is being tried', () => {
  const given = crew();
  expect(new MemoryRelief(given).relieve('too much')).toBe(true);
  expect(given.done).toEqual(['1 pair']);
});

it('sends the values away that are being tried, and parks nobody while what they held is given back', () => {
  const given = crew();
  const relief = new MemoryRelief(given);
  given.isTrying = true;
  expect(relief.relieve('too much')).toBe(false);
  given.isTrying = false;
  vi.advanceTimersByTime(4000);
  expect(relief.relieve('too much')).toBe(false);
  expect(given.done).toEqual(['Error: too much']);
  vi.advanceTimersByTime(1000);
  expect(relief.relieve('too much')).toBe(true);
  expect(given.done).toEqual(['Error: too much', '1 pair']);
});
