import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, faultKinds, messagesOf, writeLauncher } from '@rapidbyte/connector/faults';
import { describe, expect, it } from 'vitest';
import type { RunError } from '../../host/src/engine/types.ts';
import { fixtureConnector, type FixtureRun, runFixture } from '../support/fixture-pipeline.ts';
import { wrapConnector } from '../support/wrapped.ts';

type Side = 'source' | 'destination';

const names = { source: 'generator', destination: 'counter' } as const;

async function runWith(
  side: Side,
  fault: Omit<Fault, 'occurrence'> & { readonly occurrence?: number },
): Promise<FixtureRun & { readonly fired: boolean }> {
  using wrapped = wrapConnector(fixtureConnector(names[side]), side, { occurrence: 1, ...fault });
  const run = await runFixture({ [side]: wrapped.use });
  return { ...run, fired: wrapped.fired() !== null };
}

interface Case {
  readonly side: Side;
  readonly fault: Omit<Fault, 'occurrence'> & { readonly occurrence?: number };
  readonly error: Partial<RunError>;
}

const cases: readonly Case[] = [
  {
    side: 'source',
    fault: { kind: 'kill', direction: 'to_host', message: 'batch', when: 'after' },
    error: { code: 'connector_killed', side: 'source', exit: { code: null, signal: 'SIGKILL' } },
  },
  {
    side: 'destination',
    fault: { kind: 'kill', direction: 'to_host', message: 'committed', when: 'before' },
    error: { code: 'connector_killed', side: 'destination', exit: { code: null, signal: 'SIGKILL' } },
  },
  {
    side: 'destination',
    fault: { kind: 'stall', direction: 'to_connector', message: 'begin', when: 'before' },
    error: { code: 'stalled', side: 'destination' },
  },
  {
    side: 'source',
    fault: { kind: 'freeze', direction: 'to_host', message: 'opened', when: 'after' },
    error: { code: 'stalled', side: 'source' },
  },
  {
    side: 'source',
    fault: { kind: 'truncate', direction: 'to_host', message: 'batch', when: 'before' },
    error: { side: 'source', message: expect.stringMatching(/within a frame|in the middle of a frame/) },
  },
  {
    side: 'destination',
    fault: { kind: 'truncate', direction: 'to_connector', message: 'batch', when: 'before' },
    error: { code: 'connector_exited', side: 'destination', exit: { code: 1, signal: null } },
  },
  {
    side: 'source',
    fault: { kind: 'cut', direction: 'to_host', message: 'discovered', when: 'before' },
    error: { side: 'source' },
  },
  {
    side: 'source',
    fault: { kind: 'half_close', direction: 'to_host', message: 'stream_schema', when: 'after' },
    error: { side: 'source' },
  },
  {
    side: 'destination',
    fault: { kind: 'half_close', direction: 'to_connector', message: 'batch', when: 'before' },
    error: { side: 'destination' },
  },
  {
    side: 'destination',
    fault: { kind: 'error', direction: 'to_connector', message: 'begin', when: 'before' },
    error: { code: 'injected_fault', category: 'transient', side: 'destination', commitState: 'before' },
  },
  {
    side: 'destination',
    fault: { kind: 'error', direction: 'to_connector', message: 'begin', when: 'after' },
    error: { code: 'injected_fault', side: 'destination', commitState: 'unknown' },
  },
  {
    side: 'source',
    fault: { kind: 'error', direction: 'to_host', message: 'discovered', when: 'before' },
    error: { code: 'injected_fault', side: 'source', commitState: 'unknown' },
  },
  {
    side: 'destination',
    fault: { kind: 'error', direction: 'to_host', message: 'committed', when: 'before' },
    error: { code: 'injected_fault', side: 'destination', stream: 'demo.numbers' },
  },
  {
    side: 'source',
    fault: {
      kind: 'error',
      direction: 'to_connector',
      message: 'open',
      when: 'after',
      error: { category: 'data', code: 'row_too_odd' },
    },
    error: { code: 'row_too_odd', category: 'data', retryable: false, stream: 'demo.numbers' },
  },
  {
    side: 'destination',
    fault: { kind: 'error', direction: 'to_host', message: 'welcome', when: 'before' },
    error: { code: 'injected_fault', side: 'destination' },
  },
];

describe('the connector wrapper', () => {
  it.concurrent.each(cases)('injects $fault.kind $fault.when $fault.message $fault.direction', async (wanted) => {
    const run = await runWith(wanted.side, wanted.fault);
    expect(run.fired).toBe(true);
    expect(run.result.status).toBe('failed');
    expect(run.result.errors[0]).toMatchObject(wanted.error);
    expect(run.survivors).toEqual([]);
    expect(run.seconds).toBeLessThan(15);
  });

  it('has a case for every kind of fault', () => {
    expect(new Set(cases.map(({ fault }) => fault.kind))).toEqual(new Set(faultKinds));
  });

  it('does what was asked before an error takes the place of the answer', async () => {
    const asked = { kind: 'error', direction: 'to_connector', message: 'begin' } as const;
    expect((await runWith('destination', { ...asked, when: 'after' })).journal).toContain('begin numbers');
    expect((await runWith('destination', { ...asked, when: 'before' })).journal).not.toContain('begin numbers');
  });

  it('changes nothing where it injects nothing, and tells the messages that it has passed on', async () => {
    using source = wrapConnector(fixtureConnector('generator'), 'source');
    using destination = wrapConnector(fixtureConnector('counter'), 'destination');
    const run = await runFixture({ source: source.use, destination: destination.use });
    expect(run.result).toMatchObject({ status: 'succeeded', warnings: [], streams: [{ rowsCommitted: 5000 }] });
    expect(source.trace()).toEqual(expect.arrayContaining(['to_connector hello', 'to_host welcome', 'to_host done']));
    expect(destination.trace()).toEqual(expect.arrayContaining(['to_connector batch', 'to_host committed']));
    const known = (['to_connector', 'to_host'] as const).flatMap((way) =>
      messagesOf(way).map((name) => `${way} ${name}`),
    );
    for (const line of [...source.trace(), ...destination.trace()]) expect(known).toContain(line);
  });

  it.concurrent.each([
    ['prints-to-stdout', { code: 'bad_magic' }],
    ['truncated-frame', { code: 'truncated_frame', exit: { code: 0, signal: null } }],
    ['dies-by-signal', { code: 'connector_killed', exit: { code: null, signal: 'SIGKILL' } }],
    ['exits-at-once', { code: 'connector_exited', exit: { code: 3, signal: null } }],
    ['prints-between-frames', { code: 'frame_too_large' }],
  ] as const)('hides nothing of a connector that has faults of its own: %s', async (name, error) => {
    using wrapped = wrapConnector(fixtureConnector(name), 'source');
    const run = await runFixture({ source: wrapped.use });
    expect(run.result.errors[0]).toMatchObject(error);
    expect(run.survivors).toEqual([]);
  });

  it('injects nothing at a message that never comes', async () => {
    const run = await runWith('source', { kind: 'kill', direction: 'to_host', message: 'planned', when: 'before' });
    expect(run).toMatchObject({ fired: false, result: { status: 'succeeded' } });
  });

  it('injects once, however many processes there are', async () => {
    using wrapped = wrapConnector(fixtureConnector('generator'), 'source', {
      kind: 'error',
      direction: 'to_host',
      message: 'configured',
      when: 'before',
      occurrence: 1,
    });
    expect((await runFixture({ source: wrapped.use })).result.errors[0]).toMatchObject({ code: 'injected_fault' });
    expect((await runFixture({ source: wrapped.use })).result.status).toBe('succeeded');
  });

  it('refuses what it does not know, with what it does', () => {
    const fault = { kind: 'kill', direction: 'to_host', message: 'committed', when: 'before', occurrence: 1 } as const;
    const launch = (changes: object): void =>
      writeLauncher('/nowhere/x.mjs', { command: ['x'], fault: { ...fault, ...changes } });
    expect(() => launch({ message: 'comitted' })).toThrow(/message to_host is "comitted"; it is one of: .*committed/);
    expect(() => launch({ kind: 'explode' })).toThrow(/kind of the fault is "explode"/);
    expect(() => launch({ occurrence: 0 })).toThrow(/occurrence is 0/);
    expect(() => writeLauncher('x.js', { command: ['x'] })).toThrow(/ends in \.mjs/);
  });
});

describe('rapidbyte-fault', () => {
  const program = join(import.meta.dirname, '../../protocol/src/testing/faults/main.ts');
  const make = (...parameters: string[]): string =>
    execFileSync(process.execPath, [program, ...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it('writes a connector with a fault, whatever language it is written in', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rapidbyte-fault-'));
    try {
      const [out, fired] = [join(directory, 'broken.mjs'), join(directory, 'fired')];
      const connector = [process.execPath, '--conditions=rapidbyte-source', fixtureConnector('counter')];
      make('--out', out, '--kind', 'kill', '--message', 'committed', '--fired', fired, '--', ...connector);
      const run = await runFixture({ destination: out });
      expect(run.result.errors[0]).toMatchObject({ code: 'connector_killed', side: 'destination' });
      expect(JSON.parse(readFileSync(fired, 'utf8'))).toMatchObject({ kind: 'kill', direction: 'to_host' });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('says how it is called', () => {
    expect(() => make('--out', 'x.mjs', '--kind', 'kill', '--message', 'batch', '--', 'x')).toThrow(
      /its direction is undefined[\s\S]*Usage/,
    );
    expect(existsSync('x.mjs')).toBe(false);
  });
});
