/** For the tests of the SDK: a connector in this process, and the host's end of it. */
import { PassThrough } from 'node:stream';
import { createBatchEncoder } from '../arrow/encode/batch.ts';
import { encodeSchema } from '../arrow/encode/schema.ts';
import type { Schema } from '../arrow/schema.ts';
import { ConnectorError } from '../error.ts';
import type { BatchHeader, ConnectorMessage, HostMessage } from '../model/message.ts';
import type { StreamContext } from '../model/session.ts';
import type { StreamSpec } from '../model/stream.ts';
import { encodeBatchHead } from '../wire/batch-header.ts';
import { ConnectorChannel } from '../wire/connector-channel.ts';
import { FrameAssembler } from '../wire/frame-assembler.ts';
import { handshake } from '../wire/handshake.ts';
import { HostChannel } from '../wire/host-channel.ts';
import { ConnectorProcess, type Connector } from './connector-process.ts';
import type { Destination, DestinationSession } from './destination.ts';
import type { Source, SourceSession } from './source.ts';

export const schema: Schema = {
  fields: [{ name: 'v', type: { kind: 'int', bits: 8, signed: true }, nullable: false, metadata: new Map() }],
  metadata: new Map(),
};
const encode = createBatchEncoder(schema);

/** A batch of so many rows, in pieces. */
export const batchOf = (rows: number): Uint8Array[] => encode(rows, [0], [new Uint8Array(0), new Uint8Array(rows)]);

export const spec: StreamSpec = {
  name: { namespace: 'public', name: 't' },
  syncMode: 'full_refresh',
  writeMode: 'append',
  columns: [],
  key: [],
  arrowSchema: encodeSchema(schema),
  estimate: { rows: 0, bytes: 0 },
};

export const context: StreamContext = {
  loadId: 'l',
  streams: [spec],
  epochs: [1],
  unit: {
    id: { streamIndex: 0, unit: '0' },
    kind: 'snapshot',
    token: new Uint8Array(0),
    estimate: { rows: 0, bytes: 0 },
    bounded: true,
    after: [],
    exclusive: false,
  },
  resume: [],
  effectiveParallelism: 1,
  overrides: [],
  checkpointInterval: { rows: 0, bytes: 0, milliseconds: 0 },
  targetBatchBytes: 0,
  creditLimitBytes: 0,
};

const identity = { name: 'test', version: '1' };

export function sourceOf(session: Partial<SourceSession>, rest: Partial<Source> = {}): Source {
  return {
    identity,
    configSchema: {},
    syncModes: ['full_refresh'],
    configure: () => Promise.resolve([]),
    check: () => Promise.resolve({ problems: [], system: 'test' }),
    discover: async function* () {},
    open: () => Promise.resolve({ read: () => Promise.resolve(), close: () => Promise.resolve(), ...session }),
    ...rest,
  };
}

export function destinationOf(session: Partial<DestinationSession>, rest: Partial<Destination> = {}): Destination {
  return {
    identity,
    configSchema: {},
    writeModes: ['append'],
    configure: () => Promise.resolve([]),
    check: () => Promise.resolve({ problems: [], system: 'test', streams: [] }),
    begin: ({ streams }) => Promise.resolve(streams.map(() => ({ epoch: 1, receipts: [], cleaned: [] }))),
    publish: () => Promise.resolve([]),
    open: () =>
      Promise.resolve({
        write: () => Promise.resolve(),
        commit: ({ checkpointId, rows, bytes }) =>
          Promise.resolve({ loadId: 'l', stream: spec.name, unit: '0', epoch: 1, checkpointId, rows, bytes }),
        finish: () => Promise.resolve({ rows: 0, bytes: 0 }),
        abort: () => Promise.resolve(),
        ...session,
      }),
    ...rest,
  };
}

export class Rig {
  readonly host: HostChannel;
  readonly process: ConnectorProcess;
  readonly input = new PassThrough();
  readonly #output = new PassThrough();
  /** Everything received that is no Stats. */
  readonly received: (ConnectorMessage | ({ readonly type: 'batch' } & BatchHeader))[] = [];

  constructor(connector: Connector) {
    const channel = new ConnectorChannel(this.#output);
    this.process = new ConnectorProcess(connector, channel, (bytes) => (assembler.maxFrameBytes = bytes));
    const assembler = new FrameAssembler(1 << 26, this.process);
    this.input.on('data', (chunk: Uint8Array) => {
      try {
        assembler.push(chunk);
      } catch (error) {
        this.process.fatal(ConnectorError.from(error));
      }
    });
    this.input.on('end', () => this.process.inputEnded());
    void this.process.exit.then(() => this.#output.end());
    void channel.sendMagic();
    this.host = new HostChannel({ readable: this.#output, writable: this.input, maxFrameBytes: 1 << 26 });
  }

  /** Shakes hands and configures. */
  static async configured(connector: Connector, maxFrameBytes = 1 << 26): Promise<Rig> {
    const rig = new Rig(connector);
    await handshake(rig.host, { host: identity, maxFrameBytes });
    const role = connector.source ? 'source' : 'destination';
    await rig.host.send({ type: 'configure', role, config: '{}', pipeline: 'p', memoryLimitBytes: 0 });
    await rig.until('configured');
    return rig;
  }

  /** Configured, and session 1 open. */
  static async opened(connector: Connector, change: Partial<StreamContext> = {}): Promise<Rig> {
    const rig = await Rig.configured(connector);
    await rig.send({ type: 'open', session: 1, context: { ...context, ...change } });
    await rig.until('opened');
    return rig;
  }

  send(message: HostMessage): Promise<void> {
    return this.host.send(message);
  }

  /** A batch of so many rows, whose header may be made to lie. */
  sendBatch(rows: number, change: Partial<BatchHeader> = {}): void {
    const arrowIpc = Buffer.concat(batchOf(rows));
    const header = { session: 1, streamIndex: 0, sequence: 0, schemaEpoch: 0, rows, bytes: arrowIpc.length, ...change };
    this.input.write(Buffer.concat([encodeBatchHead(header), arrowIpc]));
  }

  /** Receives up to the first message of this type. */
  async until<Type extends ConnectorMessage['type']>(type: Type): Promise<Extract<ConnectorMessage, { type: Type }>> {
    for (;;) {
      const received = await this.host.receive();
      if (received === null) throw new Error(`the connector ended before ${type}`);
      if (received.kind === 'batch') this.received.push({ type: 'batch', ...received.frame.header });
      else if (received.message.type !== 'stats' || type === 'stats') this.received.push(received.message);
      if (received.kind !== 'message' || received.message.type !== type) continue;
      return received.message as Extract<ConnectorMessage, { type: Type }>;
    }
  }

  /** Receives what has been sent by now: a request's answer comes behind it. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await this.send({ type: 'forget', loadId: '', streams: [], epochs: [] });
    await this.until('forgotten');
    this.received.pop();
  }

  /** Closes the process and returns the types of what it had still sent. */
  async close(): Promise<string[]> {
    const before = this.received.length;
    await this.send({ type: 'close' });
    await this.until('released').catch(() => {});
    return this.received.slice(before).map(({ type }) => type);
  }
}
