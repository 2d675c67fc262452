import { describe, expect, it } from 'vitest';
import { bottleneck, waitsForNetwork } from './bottleneck.ts';
import { observation } from './testing/observation.ts';

const none = { read: 0, credit: 0, write: 0, flush: 0, input: 0 };
const cpu = (host: number, source: number, destination: number) => ({ host, source, destination });

describe('bottleneck', () => {
  it.each([
    {
      what: 'a slow database to write to',
      waits: { credit: 0.83, write: 0.7, flush: 0.1 },
      text: 'destination-bound 83 %',
    },
    { what: 'slow flushes', waits: { credit: 0.6, write: 0.1, flush: 0.8 }, text: 'destination-bound 90 %' },
    { what: 'a destination that computes', waits: { credit: 0.8 }, text: 'destination-bound 80 %' },
    { what: 'a slow database to read from', waits: { read: 0.8, input: 0.7 }, text: 'source-bound 80 %' },
    { what: 'a source that computes', waits: { input: 0.75 }, text: 'source-bound 75 %' },
    { what: 'both waiting for the host', waits: { credit: 0.7, input: 0.7 }, text: 'host-bound 70 %' },
    { what: 'a source that reports nothing', waits: { write: 0.9 }, text: 'destination-bound 90 %' },
    {
      what: 'two that take turns',
      waits: { read: 0.5, credit: 0.4, write: 0.5, input: 0.4 },
      text: /no side stands out/,
    },
    { what: 'no waits', waits: {}, text: /no side stands out/ },
    { what: 'more waits than time', waits: { credit: 3 }, text: 'destination-bound 100 %' },
  ])('$what: $text', ({ waits, text }) => {
    const verdict = bottleneck(observation({ waits: { ...none, ...waits } }));
    if (typeof text === 'string') expect(verdict.text).toBe(text);
    else expect(verdict).toMatchObject({ side: 'unknown', text: expect.stringMatching(text) });
  });

  it('sees a host whose one thread is full', () => {
    expect(bottleneck(observation({ cpuSeconds: cpu(0.95, 0.1, 0.1) }))).toMatchObject({ side: 'host', share: 0.95 });
  });

  it('adds windows up', () => {
    const long = observation({ seconds: 9, sessionSeconds: 9, waits: { ...none, credit: 8 } });
    const short = observation({ waits: { ...none, read: 1, input: 1 } });
    expect(bottleneck([long, short])).toMatchObject({ side: 'destination', share: 0.8 });
  });

  it.each([{ sessionSeconds: 0 }, { sessionSeconds: Number.NaN }, { waits: { ...none, read: Number.NaN } }])(
    'says nothing to %o',
    (garbage) => {
      expect(bottleneck(observation(garbage)).side).toBe('unknown');
      expect(bottleneck([]).side).toBe('unknown');
    },
  );
});

it.each([
  { what: 'idle processors, waiting sessions', cpuSeconds: cpu(0.1, 0.05, 0.05), network: true },
  { what: 'busy sessions', cpuSeconds: cpu(0.1, 0.2, 0.2), network: false },
  { what: 'busy processors', cpuSeconds: cpu(0.1, 1, 1.5), sessionSeconds: 20, network: false },
  { what: 'sessions that do not wait', cpuSeconds: cpu(0.01, 0.05, 0.05), waits: none, network: false },
])('$what: network $network', ({ network, what, ...o }) => {
  expect(waitsForNetwork(observation(o), 4), what).toBe(network);
});
