import type { Stats } from '@rapidbyte/connector';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activity, LoadGauge } from './load-gauge.ts';
import { LoadMeter } from './load-meter.ts';

const stats = (waits: Partial<Stats> = {}): Stats => ({
  session: 1,
  rows: 0,
  bytes: 0,
  waitReadMs: 0,
  waitCreditMs: 0,
  waitWriteMs: 0,
  waitFlushMs: 0,
  waitInputMs: 0,
  cpuMs: 0,
  memoryBytes: 0,
  ...waits,
});

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): void => void vi.advanceTimersByTime(ms);

function load() {
  const meter = new LoadMeter();
  const gauge = new LoadGauge(meter, []);
  return { meter, gauge, first: gauge.read() };
}

describe('LoadGauge', () => {
  it('knows who is waited for while sessions go on, although the last Stats are old', () => {
    const { meter, gauge, first } = load();
    const session = meter.openSession();
    pass(2000);
    session.stats('source', stats({ waitCreditMs: 1600 }));
    session.stats('destination', stats({ waitWriteMs: 1400, waitFlushMs: 200 }));
    pass(900);
    const now = gauge.read();
    expect(gauge.verdict(first, now)).toMatchObject({ side: 'destination', text: 'destination-bound 80 %' });
    // Of the time since nothing is known, so that it is taken to be like the time before.
    expect(activity(first, now)).toMatchObject({
      seconds: 2.9,
      sessionSeconds: 2.9,
      waits: { credit: expect.closeTo(0.8 * 2.9), write: expect.closeTo(0.7 * 2.9), flush: expect.closeTo(0.29) },
    });
    pass(3000);
    session.stats('source', stats({ waitCreditMs: 1600, waitReadMs: 3700 }));
    session.stats('destination', stats({ waitWriteMs: 1400, waitFlushMs: 200, waitInputMs: 3600 }));
    expect(gauge.verdict(now, gauge.read())?.side).toBe('source');
  });

  it('says nothing of less than a second, and nothing without Stats of both sides', () => {
    const { meter, gauge, first } = load();
    const session = meter.openSession();
    pass(990);
    session.stats('source', stats({ waitCreditMs: 900 }));
    session.stats('destination', stats());
    expect(gauge.verdict(first, gauge.read())).toBeNull();
    const second = gauge.read();
    pass(1500);
    session.stats('source', stats({ waitCreditMs: 2400 }));
    expect(gauge.verdict(second, gauge.read())).toBeNull();
    session.stats('destination', stats());
    expect(gauge.verdict(second, gauge.read())?.side).toBe('destination');
  });

  it('counts a session that has ended by its last Stats', () => {
    const { meter, gauge, first } = load();
    const session = meter.openSession();
    pass(4000);
    session.stats('source', stats({ waitCreditMs: 3000 }));
    session.stats('destination', stats({ waitWriteMs: 3500 }));
    session.sourceDone();
    pass(1000);
    session.end(true);
    pass(60_000);
    expect(gauge.verdict(first, gauge.read())).toMatchObject({ side: 'destination', share: 0.8 });
  });

  it('takes a source that is done for one that waits for the destination', () => {
    const { meter, gauge, first } = load();
    const session = meter.openSession();
    pass(200);
    session.stats('source', stats());
    session.sourceDone();
    pass(1000);
    session.stats('destination', stats());
    pass(800);
    expect(gauge.verdict(first, gauge.read())).toMatchObject({ side: 'destination', share: 0.9 });
  });
});

describe('Stats that can’t be trusted', () => {
  it.each([
    ['do not come', () => {}, 'the source sends no Stats'],
    [
      'fall',
      (take: (given: Stats) => void) => {
        take(stats({ waitReadMs: 900 }));
        take(stats({ waitReadMs: 10 }));
      },
      "the source's Stats make no sense: waitReadMs has fallen from 900 to 10",
    ],
    [
      'tell of more than the session has lasted',
      (take: (given: Stats) => void) => take(stats({ waitCreditMs: 1e300 })),
      "the source's Stats make no sense: waitCreditMs is 1e+300 in a session of 1000 ms",
    ],
  ])('%s', (_, tell, fault) => {
    const { meter, gauge, first } = load();
    const session = meter.openSession();
    pass(1000);
    session.stats('destination', stats());
    tell((given) => session.stats('source', given));
    session.sourceDone();
    pass(1000);
    session.end(true);
    expect(gauge.fault).toBe(fault);
    expect(gauge.verdict(first, gauge.read())).toBeNull();
    expect(Object.values(activity(first, gauge.read()).waits).every((wait) => wait >= 0 && wait <= 2)).toBe(true);
    // For good.
    const other = meter.openSession();
    for (const side of ['source', 'destination'] as const) other.stats(side, stats());
    other.end(true);
    expect(gauge.fault).toBe(fault);
  });

  it('may be missing from a session that has failed, or is young', () => {
    const { meter, gauge } = load();
    meter.openSession().end(false);
    meter.openSession();
    pass(4900);
    expect(gauge.fault).toBeNull();
    pass(200);
    expect(gauge.fault).toBe('the source sends no Stats');
  });
});
