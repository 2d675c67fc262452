import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { ConnectorMessage } from '../model/message.ts';
import { encodeBatchHead } from '../wire/batch-header.ts';
import { handshake } from '../wire/handshake.ts';
import { HostChannel } from '../wire/host-channel.ts';
import { context, spec } from './test-rig.ts';

/** What a connector may take to end; the tests fail beyond it, they do not measure it. */
const exitDeadlineMs = 10_000;
const running: ChildProcessByStdio<Writable, Readable, Readable>[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** A real process whose one session is open. */
async function open(misbehaviour: string) {
  const fixture = new URL('fixtures/connector.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [fixture, misbehaviour], { stdio: ['pipe', 'pipe', 'pipe'] });
  running.push(child);
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const stderr = text(child.stderr);
  const host = new HostChannel({ readable: child.stdout, writable: child.stdin, maxFrameBytes: 1 << 26 });
  await handshake(host, { host: { name: 'h', version: '1' }, maxFrameBytes: 1 << 26 });
  const role = misbehaviour === 'destination' ? misbehaviour : 'source';
  await host.send({ type: 'configure', role, config: '{}', pipeline: 'p', memoryLimitBytes: 0 });
  await until(host, 'configured');
  await host.send({ type: 'open', session: 1, context });
  await until(host, 'opened');
  return { child, host, exit, stderr };
}

async function until<Type extends ConnectorMessage['type']>(host: HostChannel, type: Type) {
  for (;;) {
    const received = await host.receive();
    if (received === null) throw new Error(`the connector ended before ${type}`);
    if (received.kind === 'message' && received.message.type === type) {
      return received.message as Extract<ConnectorMessage, { type: Type }>;
    }
  }
}

test('a session in a real process, close, exit 0', async () => {
  const { host, exit, stderr } = await open('');
  await host.send({ type: 'credit', session: 1, bytes: 1 });
  expect(await until(host, 'done')).toMatchObject({ rows: 1 });
  await host.send({ type: 'close' });
  expect(await exit).toBe(0);
  expect(await host.receive()).toBeNull();
  expect(await stderr).toBe('');
});

test('a body far larger than a read arrives through the descriptor', async () => {
  const { child, host, exit } = await open('destination');
  await host.send({ type: 'stream_schema', session: 1, streamIndex: 0, schemaEpoch: 0, arrowSchema: spec.arrowSchema });
  // No Arrow batch: it is refused once it has been put together, and what follows it is understood.
  const bytes = 3_000_001;
  const head = encodeBatchHead({ session: 1, streamIndex: 0, sequence: 0, schemaEpoch: 0, rows: 1, bytes });
  child.stdin.write(Buffer.concat([head, new Uint8Array(bytes)]));
  expect((await until(host, 'error')).error).toMatchObject({ code: 'batch_invalid' });
  await host.send({ type: 'open', session: 2, context });
  expect(await until(host, 'opened')).toMatchObject({ session: 2 });
  await host.send({ type: 'close' });
  expect(await exit).toBe(0);
});

test('what the author prints goes to stderr, and no frame is harmed', async () => {
  const { host, exit, stderr } = await open('prints');
  await host.send({ type: 'credit', session: 1, bytes: 1 });
  await until(host, 'done');
  await host.send({ type: 'close' });
  expect(await exit).toBe(0);
  expect(await stderr).toBe('a line through console\na line through process.stdout\n');
});

test('what is written past the SDK is named to the host, readable', async () => {
  const { host } = await open('writes-to-descriptor');
  await host.send({ type: 'credit', session: 1, bytes: 1 });
  await expect(until(host, 'done')).rejects.toMatchObject({
    code: 'frame_too_large',
    message: expect.stringContaining('a line that nothing can catch') as string,
  });
});

test.each([
  ['throws-later', 'thrown from a timer'],
  ['rejects-later', 'rejected by nobody'],
])('an error that nobody catches is reported, its stack on stderr, exit 1: %s', async (misbehaviour, message) => {
  const { host, exit, stderr } = await open(misbehaviour);
  expect(await until(host, 'error')).toMatchObject({
    session: 0,
    error: { code: 'unexpected', category: 'internal', message },
  });
  expect(await exit).toBe(1);
  const [line] = (await stderr).split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    level: 'error',
    message,
    stack: expect.stringContaining('connector.ts') as string,
  });
});

test(
  'an input that ends without close ends the process, not with 0',
  async () => {
    const { child, exit } = await open('never-ends');
    child.stdin.end();
    expect(await exit).toBe(1);
  },
  exitDeadlineMs,
);

test(
  'SIGTERM ends the process, SIGINT is left to the host',
  async () => {
    const { child, exit } = await open('never-ends');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await exit).toBe(143);
  },
  exitDeadlineMs,
);

test(
  'a host that has died ends the process',
  async () => {
    const { child, host, exit } = await open('never-ends');
    child.stdout.destroy();
    await host.send({ type: 'stop', session: 1, deadlineMs: 0, reason: '', abort: true });
    await host.send({ type: 'check', streams: [] });
    expect(await exit).toBe(1);
  },
  exitDeadlineMs,
);
