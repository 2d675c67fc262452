import type { Unit } from '@rapidbyte/connector';
import { describe, expect, it } from 'vitest';
import { UnitQueue } from './unit-queue.ts';

const unit = (name: string, bytes = 0, change: Partial<Unit> = {}, streamIndex = 0): Unit => ({
  id: { streamIndex, unit: name },
  kind: 'snapshot',
  token: new Uint8Array(0),
  estimate: { rows: 0, bytes },
  bounded: true,
  after: [],
  exclusive: false,
  ...change,
});
const never = new AbortController().signal;
const name = (taken: Unit | null): string | null => taken && taken.id.unit;

describe('UnitQueue', () => {
  it('hands out the largest first, each once', async () => {
    const queue = new UnitQueue([unit('small', 1), unit('large', 100), unit('middle', 10)]);
    const taken = [];
    for (let take = 0; take < 4; take++) taken.push(name(await queue.take(never)));
    expect(taken).toEqual(['large', 'middle', 'small', null]);
  });

  it('keeps a unit back until those that it waits for are finished', async () => {
    const first = unit('first', 1);
    const queue = new UnitQueue([first, unit('second', 100, { after: [first.id] })]);
    expect(name(await queue.take(never))).toBe('first');
    const second = queue.take(never);
    queue.finished(first);
    expect(name(await second)).toBe('second');
  });

  it('opens an exclusive unit only while no other of its stream is open', async () => {
    const shared = unit('shared', 3);
    const queue = new UnitQueue([shared, unit('alone', 2, { exclusive: true }), unit('other', 1, {}, 1)]);
    expect(name(await queue.take(never))).toBe('shared');
    expect(name(await queue.take(never))).toBe('other');
    const alone = queue.take(never);
    queue.finished(shared);
    expect(name(await alone)).toBe('alone');
  });

  it('plans anew what nobody has taken, and hands nothing out meanwhile', async () => {
    const [a, b, c] = [unit('a', 3), unit('b', 2), unit('c', 1)];
    const queue = new UnitQueue([a, b, c]);
    await queue.take(never);
    await queue.take(never);
    queue.finished(a);
    const planned = Promise.withResolvers<readonly Unit[]>();
    const replaced = queue.replace((taken) => {
      expect(taken.map((id) => id.unit)).toEqual(['a', 'b']);
      return planned.promise;
    });
    const next = queue.take(never);
    queue.finished(b);
    await new Promise(setImmediate);
    expect([queue.left, queue.waiting]).toEqual([1, 1]);
    planned.resolve([unit('d', 1), unit('e', 2, { after: [a.id] })]);
    await replaced;
    expect(name(await next)).toBe('e');
    expect([queue.left, queue.waiting]).toEqual([2, 1]);
  });

  it('keeps a unit that was given back after a plan had left its rows out', async () => {
    const [a, b] = [unit('a', 2), unit('b', 1)];
    const queue = new UnitQueue([a, b]);
    await queue.take(never);
    await queue.replace(async () => [unit('c', 1)]);
    queue.giveBack(a);
    await queue.replace(async (taken) => {
      expect(taken).toEqual([a.id]);
      return [unit('d', 1)];
    });
    expect([name(await queue.take(never)), name(await queue.take(never)), queue.waiting]).toEqual(['a', 'd', 0]);
  });

  it('gives a unit back to whoever comes next', async () => {
    const queue = new UnitQueue([unit('a')]);
    const taken = await queue.take(never);
    const next = queue.take(never);
    if (taken !== null) queue.giveBack(taken);
    expect([name(await queue.take(never)), await next]).toEqual(['a', null]);
  });

  it('goes on with what it had if the new plan fails', async () => {
    const queue = new UnitQueue([unit('a')]);
    await expect(queue.replace(() => Promise.reject(new Error('no plan')))).rejects.toThrow('no plan');
    expect(name(await queue.take(never))).toBe('a');
  });

  it('lets nothing go on that waits for a unit of which nobody knows whether it was moved', async () => {
    const first = unit('first', 2);
    const queue = new UnitQueue([first, unit('second', 1, { after: [first.id] })]);
    await queue.take(never);
    const waiting = queue.take(never);
    queue.setAside(first);
    expect([await waiting, queue.awaitsAnswer, queue.left, queue.movable]).toEqual([null, true, 2, 1]);
    queue.finished(first);
    expect([name(await queue.take(never)), queue.awaitsAnswer, queue.left]).toEqual(['second', false, 1]);
  });

  it('counts what was set aside as taken when it is planned anew', async () => {
    const [a, b] = [unit('a', 2), unit('b', 1)];
    const queue = new UnitQueue([a, b]);
    await queue.take(never);
    queue.setAside(a);
    await queue.replace(async (taken) => {
      expect(taken).toEqual([a.id]);
      return [unit('c', 1)];
    });
    expect([name(await queue.take(never)), queue.left]).toEqual(['c', 2]);
  });

  it('gives nothing out once it is closed, not even to those who wait', async () => {
    const first = unit('first', 2);
    const queue = new UnitQueue([first, unit('second', 1, { after: [first.id] })]);
    await queue.take(never);
    const waiting = queue.take(never);
    queue.close();
    queue.giveBack(first);
    expect([await waiting, await queue.take(never)]).toEqual([null, null]);
    expect([queue.waiting, queue.movable, queue.left, queue.isClosed]).toEqual([0, 0, 2, true]);
  });

  it('ends every wait when the run is stopped', async () => {
    const first = unit('first');
    const stop = new AbortController();
    const queue = new UnitQueue([first, unit('second', 0, { after: [first.id] })]);
    await queue.take(stop.signal);
    const waiting = [queue.take(stop.signal), queue.take(stop.signal)];
    stop.abort();
    expect(await Promise.all(waiting)).toEqual([null, null]);
  });
});
