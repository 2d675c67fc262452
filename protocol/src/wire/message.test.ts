import { describe, expect, test } from 'vitest';
import type { Problem } from '../error.ts';
import { v1 } from '../gen/messages.js';
import type { ConnectorMessage, HostMessage } from '../model/message.ts';
import type { Receipt, Unit } from '../model/load.ts';
import type { StreamContext } from '../model/session.ts';
import type { StreamSpec } from '../model/stream.ts';
import { connectorMessage, hostMessage } from './decode/message.ts';
import { connectorFrame, hostFrame } from './encode/message.ts';
import { defaultMaxFrameBytes } from './limits.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const spec: StreamSpec = {
  name: { namespace: 'Odd "Schema"', name: 'Täble\n' },
  syncMode: 'incremental',
  writeMode: 'upsert',
  columns: [
    { name: 'id', nativeType: 'bigint', nullable: false },
    { name: 'mood', nativeType: 'mood', nullable: true, nativeDefinition: '{"enum":["ok"]}' },
  ],
  key: ['id'],
  cursor: { column: 'updated_at', tieBreakerColumn: 'id', nulls: 'include', lookBack: '10 minutes' },
  arrowSchema: bytes(1, 2, 3),
  estimate: { rows: 2 ** 40, bytes: 2 ** 45 },
  partitionKey: 'id',
};
const problem: Problem = {
  severity: 'warning',
  category: 'permission',
  code: 'no_select',
  message: 'may not read',
  path: 'ssl.ca',
  hint: 'GRANT SELECT',
  stream: spec.name,
  column: 'mood',
};
const unit: Unit = {
  id: { streamIndex: 0, unit: 'u1' },
  kind: 'snapshot',
  token: bytes(0, 255),
  estimate: { rows: 5, bytes: 0 },
  bounded: true,
  after: [{ streamIndex: 0, unit: 'u0' }],
  exclusive: true,
};
const receipt: Receipt = {
  loadId: 'l1',
  stream: spec.name,
  unit: 'u1',
  epoch: 4,
  checkpointId: 1,
  rows: 10,
  bytes: 2 ** 50,
};
const position = { order: bytes(9), incarnation: bytes(8, 7) };
const context: StreamContext = {
  loadId: 'l1',
  streams: [spec],
  epochs: [4],
  unit,
  resume: [{ streamIndex: 0, position }],
  effectiveParallelism: 3,
  overrides: [
    { knob: 'a', value: 1048576, provenance: 'pin' },
    { knob: 'b', value: 0.5, provenance: 'autotune' },
    { knob: 'c', value: 'ctid', provenance: 'environment', reason: 'why' },
    { knob: 'd', value: false, provenance: 'default' },
    { knob: 'e', value: 0, provenance: 'default' },
  ],
  checkpointInterval: { rows: 1, bytes: 2, milliseconds: 3 },
  targetBatchBytes: 2_000_000,
  creditLimitBytes: 4,
};
const checkpoint = { session: 1, checkpointId: 2, positions: [{ streamIndex: 0, position }], rows: 3, bytes: 4 };
const data = {
  stream_schema: { type: 'stream_schema', session: 1, streamIndex: 1, schemaEpoch: 2, arrowSchema: bytes(5) },
  checkpoint: { type: 'checkpoint', ...checkpoint, idle: true, head: position },
  done: { type: 'done', session: 1, rows: 2, bytes: 3, stopped: true },
} as const;

// One of each; the types make sure that none is missing.
const fromHost: { readonly [Type in HostMessage['type']]: Extract<HostMessage, { type: Type }> } = {
  ...data,
  hello: {
    type: 'hello',
    minVersion: 1,
    maxVersion: 3,
    host: { name: 'rapidbyte', version: '0.1.0', vendor: 'v' },
    maxFrameBytes: 1 << 20,
    capabilities: ['native:postgresql'],
  },
  spec: { type: 'spec', role: 'destination' },
  configure: { type: 'configure', role: 'source', config: '{"a":1}', pipeline: 'p', memoryLimitBytes: 2 ** 33 },
  check: {
    type: 'check',
    streams: [{ spec, variants: [{ encoding: 'canonical', arrowSchema: bytes(1) }] }],
  },
  discover: {
    type: 'discover',
    streams: [
      { name: spec.name, columns: ['id'] },
      { name: spec.name, columns: [], cursor: { column: 'id', nulls: 'refuse' } },
    ],
    namesOnly: true,
  },
  plan: {
    type: 'plan',
    loadId: 'l1',
    streams: [spec],
    overrides: context.overrides,
    targetUnitBytes: 7,
    effectiveParallelism: 4,
    done: [unit.id],
    resume: [{ streamIndex: 0, position }],
  },
  begin: { type: 'begin', loadId: 'l1', streams: [spec], takeOver: true, holder: 'run 1 on etl' },
  open: { type: 'open', session: 1, context },
  credit: { type: 'credit', session: 1, bytes: 2 ** 34 },
  ack: { type: 'ack', session: 1, checkpointId: 2, positions: [{ streamIndex: 0, position }] },
  stop: { type: 'stop', session: 0, deadlineMs: 5000, reason: 'cancelled', abort: true },
  publish: {
    type: 'publish',
    loadId: 'l1',
    streams: [spec],
    epochs: [4],
    receipts: [receipt],
    positions: context.resume,
  },
  forget: { type: 'forget', loadId: 'l1', streams: [spec], epochs: [4], forgetPosition: true },
  release: { type: 'release' },
  close: { type: 'close' },
};

const fromConnector: { readonly [Type in ConnectorMessage['type']]: Extract<ConnectorMessage, { type: Type }> } = {
  ...data,
  welcome: {
    type: 'welcome',
    version: 1,
    connector: { name: 'source-postgres', version: '0.1.0' },
    roles: ['source', 'destination'],
    capabilities: ['plan'],
    knobs: [
      {
        name: 'flush',
        description: 'd',
        kind: 'bytes',
        defaultValue: 1,
        min: 0,
        max: 2 ** 40,
        candidates: [1, 2],
        prerequisites: 'none',
        unit: 'bytes',
        takesEffect: 'plan',
      },
      { name: 'mode', description: '', kind: 'choice', defaultValue: 'mod', candidates: ['mod', 'range'] },
    ],
    maxFrameBytes: 1 << 22,
    maxOpenUnits: 4,
  },
  spec: {
    type: 'spec',
    configSchema: '{}',
    documentationUrl: 'https://example.org',
    syncModes: ['full_refresh', 'incremental'],
    writeModes: ['append', 'replace', 'upsert'],
  },
  configured: { type: 'configured', problems: [problem] },
  checked: {
    type: 'checked',
    problems: [],
    system: 'PostgreSQL 18.4',
    streams: [{ arrowSchema: bytes(1), guarantee: 'exactly_once', guaranteeReason: 'r', target: 'raw.orders' }],
    connections: { spare: 90, perProcess: 1, perSession: 2 },
  },
  discovered: {
    type: 'discovered',
    streams: [
      {
        name: spec.name,
        kind: 'table',
        columns: spec.columns,
        primaryKey: ['id'],
        variants: [{ encoding: 'canonical', arrowSchema: bytes(1) }],
        estimate: spec.estimate,
        syncModes: ['full_refresh'],
        problems: [problem],
      },
    ],
    last: true,
  },
  planned: {
    type: 'planned',
    units: [unit],
    hold: 'snapshot 00-1',
    problems: [problem],
    streams: [
      { streamIndex: 0, settings: context.overrides },
      { streamIndex: 1, settings: [], wholeBecause: 'a view', position },
    ],
    last: false,
  },
  begun: { type: 'begun', streams: [{ epoch: 4, position, receipts: [receipt], cleaned: ['stage'] }] },
  opened: { type: 'opened', session: 1, settings: context.overrides, creditBytes: 2 ** 24 },
  credit: { type: 'credit', session: 1, bytes: 1 },
  committed: { type: 'committed', session: 1, checkpointId: 2, receipt, rows: 3, bytes: 4 },
  finished: { type: 'finished', session: 1, rows: 3, bytes: 4 },
  published: {
    type: 'published',
    streams: [{ rows: 3, method: 'swap', lockMs: 1.5, warnings: [problem] }],
  },
  forgotten: { type: 'forgotten', positionsDropped: 2 },
  released: { type: 'released' },
  stats: {
    type: 'stats',
    session: 1,
    rows: 2,
    bytes: 3,
    waitReadMs: 0.25,
    waitCreditMs: 1,
    waitWriteMs: 2,
    waitFlushMs: 3,
    waitInputMs: 4,
    cpuMs: 5,
    memoryBytes: 2 ** 36,
  },
  error: {
    type: 'error',
    session: 0,
    error: {
      category: 'rate_limited',
      code: 'slow_down',
      message: 'm',
      path: 'url',
      hint: 'h',
      retryable: true,
      retryAfterMs: 1000,
      commitState: 'unknown',
      stream: 'public."Odd"',
      column: 'c',
    },
  },
};

const contentOf = (frame: Uint8Array): Uint8Array => {
  expect(new DataView(frame.buffer, frame.byteOffset).getUint32(0, true)).toBe(frame.length - 4);
  return frame.subarray(4);
};

test.each(Object.values(fromHost))('host → connector: $type comes back equal', (message) => {
  expect(hostMessage(contentOf(hostFrame(message)))).toEqual(message);
});

test.each(Object.values(fromConnector))('connector → host: $type comes back equal', (message) => {
  expect(connectorMessage(contentOf(connectorFrame(message)))).toEqual(message);
});

test('what is left out has its documented meaning', () => {
  const encoded = v1.ConnectorMessage.encode({
    welcome: { version: 1, connector: { name: 'c' }, roles: [v1.Role.ROLE_SOURCE] },
  }).finish();
  expect(connectorMessage(encoded)).toMatchObject({ maxFrameBytes: defaultMaxFrameBytes, maxOpenUnits: 1, knobs: [] });
});

test('decoded bytes are copies: a frame is not kept alive by a schema', () => {
  const frame = contentOf(hostFrame(fromHost.stream_schema));
  const message = hostMessage(frame) as typeof fromHost.stream_schema;
  frame.fill(0);
  expect([...message.arrowSchema]).toEqual([5]);
});

describe('what is not valid is malformed_message, and names the place', () => {
  const unknown = 99 as never;
  const modes = { syncMode: v1.SyncMode.SYNC_MODE_FULL_REFRESH, writeMode: v1.WriteMode.WRITE_MODE_APPEND };
  const source = { connector: {}, roles: [v1.Role.ROLE_SOURCE] };
  test.each<[string, v1.HostMessage.$Properties, RegExp]>([
    ['an unknown role', { spec: { role: unknown } }, /spec\.role: unknown value 99/],
    ['a role left out', { configure: { config: '{}' } }, /configure\.role: unknown value 0/],
    ['an open without a context', { open: { session: 1 } }, /open\.context: missing/],
    ['an open without a session', { open: { context: {} } }, /open\.context\.streams: missing/],
    ['a unit without an id', { open: { session: 1, context: { streams: [], unit: {} } } }, /open\.context/],
    ['a stream without a name', { begin: { streams: [modes] } }, /begin\.streams\[0\]\.name/],
    ['an unknown write mode', { begin: { streams: [{ ...modes, name: {}, writeMode: unknown }] } }, /write_mode/],
    ['a session of 0', { credit: { session: 0, bytes: 1 } }, /credit\.session: missing/],
    ['a number beyond 2^53', { credit: { session: 1, bytes: 2 ** 53 } }, /credit\.bytes: .* beyond 2\^53/],
    ['a number that an unsafe sum would hide', { credit: { session: 1, bytes: 2 ** 63 } }, /credit\.bytes/],
    [
      'a position without content',
      { ack: { session: 1, positions: [{ streamIndex: 0 }] } },
      /positions\[0\]\.position/,
    ],
    ['no message at all', {}, /none of the messages/],
  ])('%s', (_, message, place) => {
    const encoded = v1.HostMessage.encode(message).finish();
    expect(() => hostMessage(encoded)).toThrowError(
      expect.objectContaining({
        code: 'malformed_message',
        category: 'protocol',
        retryable: false,
        message: expect.stringMatching(place) as string,
      }),
    );
  });

  test.each<[string, v1.ConnectorMessage.$Properties, RegExp]>([
    ['a committed without a receipt', { committed: { session: 1 } }, /committed\.receipt: missing/],
    ['an error without a category', { error: { code: 'x' } }, /error\.category/],
    [
      'a knob without a default',
      { welcome: { ...source, knobs: [{ kind: v1.KnobKind.KNOB_KIND_INTEGER }] } },
      /default_value/,
    ],
    ['a welcome of no known role', { welcome: { ...source, roles: [v1.Role.ROLE_TRANSFORM] } }, /welcome\.roles/],
    ['a wait below zero', { stats: { session: 1, waitReadMs: -1 } }, /wait_read_ms/],
    ['a wait that is no number', { stats: { session: 1, cpuMs: Number.NaN } }, /cpu_ms/],
  ])('%s', (_, message, place) => {
    const encoded = v1.ConnectorMessage.encode(message).finish();
    expect(() => connectorMessage(encoded)).toThrowError(
      expect.objectContaining({ code: 'malformed_message', message: expect.stringMatching(place) as string }),
    );
  });

  test('bytes that are no message', () => {
    for (const encoded of [bytes(0x52), bytes(0x52, 0x7f, 1), bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), bytes(0x0b)]) {
      expect(() => hostMessage(encoded)).toThrowError(expect.objectContaining({ code: 'malformed_message' }));
    }
  });
});

test('unknown fields are ignored, wherever they stand', () => {
  // release = 23 with an unknown field 15 inside, and an unknown field 200 beside it
  expect(hostMessage(Buffer.from('ba01047a026869c20c026869', 'hex'))).toEqual({ type: 'release' });
});
