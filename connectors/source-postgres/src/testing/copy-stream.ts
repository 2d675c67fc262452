import { PassThrough } from 'node:stream';
import type pg from 'pg';
import type { Connection } from '@rapidbyte/postgres';
import { translateError } from '@rapidbyte/postgres';
import type { CopyOut } from '../copy/copy-out.ts';

export type CopyField = Uint8Array | string | null;

export const copyHeader = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
export const copyTrailer = Buffer.from('ffff', 'hex');

/** A row of COPY's binary format; a string stands for its UTF-8 bytes. */
export function copyRow(...fields: readonly CopyField[]): Buffer {
  const parts: Buffer[] = [int16(fields.length)];
  for (const field of fields) {
    if (field === null) {
      parts.push(int32(-1));
    } else {
      const bytes = Buffer.from(field);
      parts.push(int32(bytes.length), bytes);
    }
  }
  return Buffer.concat(parts);
}

export function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A message of the PostgreSQL protocol. */
export function message(type: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body]);
}

export const copyOutResponse = message('H', hex('01 0001 0001'));
export const copyDone = message('c', hex(''));
export const commandComplete = (rows: number): Buffer => message('C', Buffer.from(`COPY ${rows}\0`));
export const readyForQuery = message('Z', Buffer.from('T'));

/** What a server sends for a COPY with these payloads, one CopyData message each. */
export function copySession(payloads: readonly Uint8Array[], rows: number): Buffer {
  const data = payloads.map((payload) => message('d', payload));
  return Buffer.concat([copyOutResponse, ...data, copyDone, commandComplete(rows), readyForQuery]);
}

/** A server that answers a COPY with `chunks`, one per turn of the event loop; what is not CopyData goes the way it does in `pg`. */
export function fakeConnection(chunks: readonly Uint8Array[]): Connection & { readonly cancelled: () => number } {
  let cancelled = 0;
  let copy: CopyOut | undefined;
  const stream = new PassThrough();
  let control: Buffer = Buffer.alloc(0);
  stream.on('data', (bytes: Buffer) => {
    control = Buffer.concat([control, bytes]);
    while (control.length >= 5 && control.length >= 1 + control.readInt32BE(1)) {
      const length = 1 + control.readInt32BE(1);
      const type = String.fromCharCode(control[0] ?? 0);
      const text = control.toString('utf8', 5, length).replace('\0', '');
      control = control.subarray(length);
      if (type === 'C') copy?.handleCommandComplete({ text });
      else if (type === 'Z') copy?.handleReadyForQuery();
      else if (type === 'E') copy?.handleError(Object.assign(new Error(text), { severity: 'ERROR', code: '22021' }));
      else if (type === 'd') throw new Error('CopyData went to pg');
    }
  });
  const send = async (): Promise<void> => {
    for (const chunk of chunks) {
      if (stream.destroyed) return;
      await new Promise((resolve) => setImmediate(resolve));
      if (!stream.write(chunk)) await new Promise((resolve) => stream.once('drain', resolve).once('close', resolve));
    }
  };
  const client = {
    query: (query: CopyOut) => {
      copy = query;
      query.submit({ stream, query: () => void send() } as unknown as pg.Connection);
    },
  };
  return {
    client: client as unknown as Connection['client'],
    context: { server: 'fake:1' },
    processId: 1,
    serverVersion: '18.0',
    serverVersionNumber: 180_000,
    serverEncoding: 'UTF8',
    tls: false,
    alive: true,
    cancel: () => {
      cancelled++;
    },
    cancelled: () => cancelled,
    translate: (error) => translateError(error),
    close: async () => {},
  };
}
