import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectorError } from '../error.ts';
import type { HostMessage } from '../model/message.ts';
import type { Unit } from '../model/load.ts';
import { handshake } from '../wire/handshake.ts';
import { context, destinationOf, Rig, sourceOf, spec } from './test-rig.ts';

const discover: HostMessage = { type: 'discover', streams: [], namesOnly: false };
const plan = {
  type: 'plan',
  loadId: 'l',
  streams: [spec, spec],
  overrides: [],
  targetUnitBytes: 0,
  effectiveParallelism: 2,
  done: [],
} as const satisfies HostMessage;

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('welcome says what the connector is', async () => {
  const knob = { name: 'k', description: '', kind: 'integer', defaultValue: 1, candidates: [] } as const;
  const source = sourceOf({}, { capabilities: ['native:postgresql'], knobs: [knob], maxOpenUnits: 3 });
  const rig = new Rig({ source: { ...source, plan: () => Promise.resolve({ units: [], problems: [] }) } });
  expect(await handshake(rig.host, { host: source.identity, maxFrameBytes: 1 << 20 })).toMatchObject({
    version: 1,
    roles: ['source'],
    capabilities: ['native:postgresql', 'plan'],
    knobs: [{ name: 'k' }],
    maxFrameBytes: 1 << 20,
    maxOpenUnits: 3,
  });
});

test('a host that speaks no version of ours is told both ranges, and the process ends', async () => {
  const rig = new Rig({ source: sourceOf({}) });
  const shaken = handshake(rig.host, {
    host: { name: 'h', version: '9' },
    maxFrameBytes: 0,
    minVersion: 8,
    maxVersion: 9,
  });
  await expect(shaken).rejects.toMatchObject({
    code: 'version_unsupported',
    message: 'the host speaks version 8 to 9 of the protocol, the connector 1',
  });
  expect(await rig.process.exit).toBe(1);
});

test('requests that come at once are answered in order; an error answers one and ends nothing', async () => {
  const problem = {
    severity: 'error',
    category: 'config',
    code: 'missing',
    message: 'url is missing',
    path: 'url',
  } as const;
  const fails = new ConnectorError({ code: 'unreachable', category: 'transient', message: 'no route' });
  const source = sourceOf(
    {},
    {
      configure: (config) => Promise.resolve((config as { url?: string }).url === undefined ? [problem] : []),
      check: () => Promise.reject(fails),
    },
  );
  const rig = new Rig({ source });
  await handshake(rig.host, { host: source.identity, maxFrameBytes: 0 });
  const configure = { type: 'configure', role: 'source', pipeline: 'p', memoryLimitBytes: 0 } as const;
  await rig.send({ ...configure, config: '{}' });
  await rig.send(discover);
  expect((await rig.until('configured')).problems).toEqual([problem]);
  expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'not_configured' } });
  await rig.send({ ...configure, config: '{"url":"x"}' });
  expect((await rig.until('configured')).problems).toEqual([]);
  await rig.send({ type: 'check', streams: [] });
  expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'unreachable', retryable: true } });
  await rig.send(discover);
  expect(await rig.until('discovered')).toEqual({ type: 'discovered', streams: [], last: true });
});

test('more requests than one ahead end the process', async () => {
  const rig = await Rig.configured({ source: sourceOf({}, { check: () => new Promise(() => {}) }) });
  for (let request = 0; request < 3; request++) await rig.send({ type: 'check', streams: [] });
  expect((await rig.until('error')).error.code).toBe('unexpected_message');
  expect(await rig.process.exit).toBe(1);
});

test('invariant 8: a config that is no JSON is not quoted', async () => {
  const rig = new Rig({ source: sourceOf({}) });
  await handshake(rig.host, { host: { name: 'h', version: '1' }, maxFrameBytes: 0 });
  await rig.send({
    type: 'configure',
    role: 'source',
    config: '{"password":"hunter2',
    pipeline: 'p',
    memoryLimitBytes: 0,
  });
  const message = await rig.until('error');
  expect(message.error.code).toBe('malformed_message');
  expect(JSON.stringify(message) + JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain('hunter2');
});

test.each<[string, HostMessage]>([
  ['begin', { type: 'begin', loadId: 'l', streams: [] }],
  ['publish', { type: 'publish', loadId: 'l', streams: [], epochs: [], receipts: [] }],
  ['configure', { type: 'configure', role: 'destination', config: '{}', pipeline: 'p', memoryLimitBytes: 0 }],
])('%s to a source is wrong_role', async (_, request) => {
  const rig = await Rig.configured({ source: sourceOf({}) });
  await rig.send(request);
  expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'wrong_role' } });
});

test('a config schema may take time to load', async () => {
  const rig = await Rig.configured({
    source: sourceOf({}, { configSchema: () => Promise.resolve({ type: 'object' }) }),
  });
  await rig.send({ type: 'spec', role: 'source' });
  expect(await rig.until('spec')).toMatchObject({ configSchema: '{"type":"object"}', syncModes: ['full_refresh'] });
});

describe('plan and discover', () => {
  test('without a plan each stream is one unit; those that are done are left out', async () => {
    const rig = await Rig.configured({ source: sourceOf({}) });
    await rig.send({ ...plan, done: [{ streamIndex: 0, unit: '0' }] });
    const planned = await rig.until('planned');
    expect(planned).toMatchObject({ last: true, units: [{ id: { streamIndex: 1, unit: '0' }, bounded: true }] });
  });

  test('long answers come in several messages', async () => {
    const token = new Uint8Array(60_000);
    const units = Array.from({ length: 20 }, (_, index): Unit => ({
      ...context.unit,
      id: { streamIndex: 0, unit: String(index) },
      token,
    }));
    const stream = {
      name: spec.name,
      kind: 'table',
      columns: [],
      primaryKey: [],
      estimate: spec.estimate,
      syncModes: [],
      problems: [],
    };
    const variants = [{ encoding: 'canonical', arrowSchema: new Uint8Array(100_000) }];
    const source = sourceOf(
      {},
      {
        plan: () => Promise.resolve({ units, hold: 'a snapshot', problems: [] }),
        discover: async function* () {
          for (let each = 0; each < 10; each++) yield { ...stream, variants };
        },
      },
    );
    const rig = await Rig.configured({ source }, 1 << 20);
    await rig.send(plan);
    const received: string[] = [];
    let holds = 0;
    for (let last = false; !last;) {
      const planned = await rig.until('planned');
      received.push(...planned.units.map(({ id }) => id.unit));
      if (planned.hold === 'a snapshot') holds++;
      ({ last } = planned);
    }
    expect(received).toEqual(units.map(({ id }) => id.unit));
    expect(holds).toBe(1);
    await rig.send(discover);
    let messages = 0;
    for (let last = false; !last; messages++) ({ last } = await rig.until('discovered'));
    expect(messages).toBeGreaterThan(2);
  });

  test('what a plan holds is lost: the process ends with that error; after a release it is no news', async () => {
    const lost = Promise.withResolvers<ConnectorError>();
    const error = new ConnectorError({ code: 'snapshot_lost', category: 'transient', message: 'gone' });
    const holding = {
      plan: () => Promise.resolve({ units: [], hold: 'a snapshot', problems: [], lost: lost.promise }),
      release: () => Promise.resolve(),
    };
    const released = await Rig.configured({ source: sourceOf({}, holding) });
    await released.send(plan);
    await released.until('planned');
    await released.send({ type: 'release' });
    await released.until('released');
    const rig = await Rig.configured({ source: sourceOf({}, holding) });
    await rig.send(plan);
    await rig.until('planned');
    lost.resolve(error);
    expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'snapshot_lost' } });
    expect(await rig.process.exit).toBe(1);
    await released.send({ type: 'close' });
    expect(await released.process.exit).toBe(0);
  });

  test("a token above 64 KiB is the author's error", async () => {
    const units = [{ ...context.unit, token: new Uint8Array(65_537) }];
    const rig = await Rig.configured({
      source: sourceOf({}, { plan: () => Promise.resolve({ units, problems: [] }) }),
    });
    await rig.send(plan);
    expect((await rig.until('error')).error).toMatchObject({ code: 'answer_invalid', category: 'internal' });
  });
});

test('a destination that does not answer for each stream is told so', async () => {
  const rig = await Rig.configured({ destination: destinationOf({}, { begin: () => Promise.resolve([]) }) });
  await rig.send({ type: 'begin', loadId: 'l', streams: [spec] });
  expect((await rig.until('error')).error).toMatchObject({ code: 'answer_invalid' });
});

test('a request that takes long gives signs of life', async () => {
  const checked = Promise.withResolvers<{ problems: []; system: string }>();
  const rig = await Rig.configured({ source: sourceOf({}, { check: () => checked.promise }) });
  await rig.send({ type: 'check', streams: [] });
  expect(await rig.until('stats')).toMatchObject({ session: 0 });
  checked.resolve({ problems: [], system: 's' });
  await rig.until('checked');
});

describe('sessions', () => {
  test('as many as were announced may be open, one more is refused', async () => {
    const source = sourceOf({ read: () => new Promise(() => {}) }, { maxOpenUnits: 2 });
    const rig = await Rig.configured({ source });
    for (const session of [1, 2, 3]) await rig.send({ type: 'open', session, context });
    expect(await rig.until('error')).toMatchObject({ session: 3, error: { code: 'too_many_sessions' } });
    expect(rig.received.filter(({ type }) => type === 'opened')).toHaveLength(2);
  });

  test.each([1, 2])('an id is used once (%i: open, then over)', async (session) => {
    const source = sourceOf({ read: (output) => (session === 1 ? new Promise(() => {}) : output.checkpoint()) });
    const rig = await Rig.configured({ source });
    await rig.send({ type: 'open', session, context });
    await rig.until(session === 1 ? 'opened' : 'done');
    await rig.send({ type: 'open', session, context });
    expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'session_in_use' } });
  });

  test('data for a session that was never opened ends the process', async () => {
    const rig = await Rig.configured({ destination: destinationOf({}) });
    rig.sendBatch(1, { session: 9 });
    expect((await rig.until('error')).error.code).toBe('session_unknown');
    expect(await rig.process.exit).toBe(1);
  });

  test('an open before a config is refused', async () => {
    const rig = new Rig({ source: sourceOf({}) });
    await handshake(rig.host, { host: { name: 'h', version: '1' }, maxFrameBytes: 0 });
    await rig.send({ type: 'open', session: 1, context });
    expect(await rig.until('error')).toMatchObject({ session: 1, error: { code: 'not_configured' } });
  });
});

describe('the end', () => {
  test('close releases everything and exits with 0', async () => {
    const close = vi.fn(() => Promise.resolve());
    const rig = await Rig.configured({ source: sourceOf({}, { close }) });
    await rig.send({ type: 'close' });
    expect(await rig.process.exit).toBe(0);
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('an input that ends without close: sessions are aborted, and the exit code is not 0', async () => {
    const abort = vi.fn(() => Promise.resolve());
    const close = vi.fn(() => Promise.resolve());
    const rig = await Rig.opened({ destination: destinationOf({ abort }, { close }) });
    rig.input.end();
    expect(await rig.process.exit).toBe(1);
    expect([abort.mock.calls.length, close.mock.calls.length]).toEqual([1, 1]);
  });

  test('invariant 7: an author who never releases does not keep the process', async () => {
    const rig = await Rig.opened({ destination: destinationOf({ abort: () => new Promise(() => {}) }) });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    rig.input.end();
    await vi.advanceTimersByTimeAsync(1);
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await Promise.race([rig.process.exit, Promise.resolve('running')])).toBe(1);
    });
  });

  test('a message that is none ends the process with a protocol error', async () => {
    const rig = await Rig.configured({ source: sourceOf({}) });
    rig.input.write(Uint8Array.of(1, 0, 0, 0, 0x0b));
    expect(await rig.until('error')).toMatchObject({ session: 0, error: { code: 'malformed_message' } });
    expect(await rig.process.exit).toBe(1);
  });
});

describe('forget_position', () => {
  const forget = { type: 'forget', loadId: '', streams: [spec, spec], epochs: [], forgetPosition: true } as const;

  test('is a capability of a destination that can, which is asked stream by stream', async () => {
    const asked: string[] = [];
    const forgetPosition = ({ name }: { readonly name: string }): Promise<boolean> =>
      Promise.resolve(asked.push(name) === 1);
    const destination = destinationOf({}, { forgetPosition, forget: () => Promise.reject(new Error('not asked')) });
    const rig = new Rig({ destination });
    const { capabilities } = await handshake(rig.host, { host: destination.identity, maxFrameBytes: 0 });
    expect(capabilities).toEqual(['forget_position']);
    const configured = await Rig.configured({ destination });
    await configured.send(forget);
    expect(await configured.until('forgotten')).toEqual({ type: 'forgotten', positionsDropped: 1 });
    expect(asked).toEqual(['t', 't']);
  });

  test('is refused by a destination that keeps no positions, which is not taken for an answer', async () => {
    const rig = await Rig.configured({ destination: destinationOf({}) });
    await rig.send(forget);
    expect((await rig.until('error')).error.code).toBe('unexpected_message');
  });
});
