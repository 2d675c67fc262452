import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { ConnectorError, createBatchEncoder, type Schema } from '@rapidbyte/connector';
import { encodeBatchHead } from '../../../protocol/src/wire/batch-header.ts';
import { skimBatch } from '../../../protocol/src/wire/batch-skim.ts';
import { connectorFrame } from '../../../protocol/src/wire/encode/message.ts';
import { fromConnector } from '../../../protocol/src/wire/fixtures/messages.ts';
import { FrameAssembler } from '../../../protocol/src/wire/frame-assembler.ts';
import { FrameSplitter } from '../../../protocol/src/wire/frame.ts';
import { absoluteMinFrameBytes } from '../../../protocol/src/wire/limits.ts';
import { createRandom } from '../../support/random.ts';
import { changeMessage } from '../protobuf.ts';
import type { FuzzTarget } from '../target.ts';

/** The limit that both sides have agreed on. */
const maxFrameBytes = absoluteMinFrameBytes;

/** What one side makes of the bytes: each frame, and the error that ended it. */
interface Seen {
  readonly frames: string[];
  error: string | null;
}

/**
 * A stream of frames, in pieces that end anywhere. The host's splitter gives the same whatever the pieces are, and the
 * connector's assembler, which reads bodies into place, sees the same batches and messages in it.
 */
export const frames: FuzzTarget = {
  name: 'frames',
  seeds: () => {
    const batch = batchFrame();
    const control = Object.values(fromConnector).map(connectorFrame);
    return [batch, Buffer.concat([batch, batch]), ...control, Buffer.concat([...control, batch])];
  },
  mutate: (input, random) => {
    // One frame is changed, and its length is made true again, mostly.
    const length = input.length < 4 ? -1 : new DataView(input.buffer, input.byteOffset).getUint32(0, true);
    if (length < 0 || 4 + length > input.length) return changeMessage(input, random);
    const content = changeMessage(input.subarray(4, 4 + length), random);
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32LE(random.next() < 0.9 ? content.length : length);
    return Buffer.concat([prefix, content, input.subarray(4 + length)]);
  },
  run: (input) => {
    const whole = split(input, [input.length]);
    const pieces = cuts(input);
    assert.ok(isDeepStrictEqual(split(input, pieces), whole), 'not the same once more');
    const assembled = assemble(input, pieces);
    assert.ok(
      isDeepStrictEqual(assembled.frames, whole.frames.slice(0, assembled.frames.length)),
      'not the same once more',
    );
    if (whole.error === null) assert.equal(assembled.error, null);
    else assert.notEqual(assembled.error, null);
    return whole.error === null;
  },
};

function split(input: Uint8Array, pieces: readonly number[]): Seen {
  const splitter = new FrameSplitter(maxFrameBytes);
  const seen: Seen = { frames: [], error: null };
  const drain = (): void => {
    for (let frame = splitter.shift(); frame !== undefined; frame = splitter.shift()) {
      assert.ok(frame.byteLength <= 4 + maxFrameBytes);
      if (frame.byteLength === 4) throw new ConnectorError({ code: 'empty', category: 'protocol', message: 'empty' });
      const batch = skimBatch(frame.chunks, frame.byteLength, 4);
      const bytes = Buffer.concat(frame.chunks);
      seen.frames.push(
        batch === null
          ? bytes.subarray(4).toString('hex')
          : shown(batch.header, bytes.subarray(batch.bodyOffset, batch.bodyOffset + batch.header.bytes)),
      );
    }
  };
  return refusing(seen, () => {
    let at = 0;
    try {
      for (const length of pieces) splitter.push(input.subarray(at, (at += length)));
    } finally {
      // What was whole before the error counts.
      drain();
    }
    splitter.end();
  });
}

function assemble(input: Uint8Array, pieces: readonly number[]): Seen {
  const seen: Seen = { frames: [], error: null };
  const assembler = new FrameAssembler(maxFrameBytes, {
    message: (bytes) => seen.frames.push(Buffer.from(bytes).toString('hex')),
    batch: (header, body) => seen.frames.push(shown(header, body)),
    allocate: (bytes) => {
      assert.ok(bytes <= maxFrameBytes, `asks for ${bytes} bytes`);
      return new Uint8Array(bytes);
    },
  });
  return refusing(seen, () => {
    let at = 0;
    for (const length of pieces) assembler.push(input.subarray(at, (at += length)));
    assembler.end();
  });
}

function refusing(seen: Seen, step: () => void): Seen {
  try {
    step();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.category !== 'protocol') throw error;
    seen.error = error.code;
  }
  return seen;
}

const shown = (header: object, body: Uint8Array): string =>
  `${JSON.stringify(header)} ${Buffer.from(body).toString('hex')}`;

/** Lengths of pieces, the same for the same input. */
function cuts(input: Uint8Array): readonly number[] {
  const random = createRandom(input.reduce((sum, byte) => Math.imul(sum, 31) + byte, input.length));
  const lengths: number[] = [];
  for (let left = input.length; left > 0;) {
    const length = Math.min(left, random.integer(1, random.next() < 0.5 ? 9 : 5000));
    lengths.push(length);
    left -= length;
  }
  return lengths;
}

function batchFrame(): Uint8Array {
  const schema: Schema = {
    fields: [{ name: 'v', type: { kind: 'int', bits: 64, signed: true }, nullable: false, metadata: new Map() }],
    metadata: new Map(),
  };
  const body = Buffer.concat(createBatchEncoder(schema)(3, [0], [new Uint8Array(0), new Uint8Array(24)]));
  const header = { session: 1, streamIndex: 0, sequence: 0, schemaEpoch: 0, rows: 3, bytes: body.length };
  return Buffer.concat([encodeBatchHead(header), body]);
}
