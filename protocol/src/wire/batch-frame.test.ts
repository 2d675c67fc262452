import { expect, test } from 'vitest';
import type { BatchHeader } from '../model/message.ts';
import { decodeBatchHeader, encodeBatchHead, readBatchHead } from './batch-header.ts';
import { skimBatch } from './batch-skim.ts';
import { FrameAssembler } from './frame-assembler.ts';

const header: BatchHeader = { session: 7, streamIndex: 1, sequence: 300, schemaEpoch: 2, rows: 70_000, bytes: 8 };
const body = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

const fields = '0807 1001 18ac02 2002 28f0a204 3008'.replaceAll(' ', '');

// length 29 | batch, 27 bytes | header, 15 bytes: session 7, stream 1, sequence 300, epoch 2, rows 70000, bytes 8 | body
const golden = `1d000000 0a1b 0a0f ${fields} 1208 0102030405060708`.replaceAll(' ', '');

/** A length-delimited field: its tag and its content, in hex. */
const field = (tag: string, ...content: string[]): string => {
  const length = content.join('').length / 2;
  const varint = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
  return tag + Buffer.from(varint).toString('hex') + content.join('');
};

const frameOf = (...message: string[]): Uint8Array => {
  const bytes = Buffer.from(message.join(''), 'hex');
  return Buffer.concat([Buffer.from(Uint32Array.of(bytes.length).buffer), bytes]);
};

test('golden bytes of a batch frame', () => {
  expect(Buffer.concat([encodeBatchHead(header), body]).toString('hex')).toBe(golden);
});

const headerField = field('0a', fields);
const bodyField = field('12', '0102030405060708');
const unknownText = field('7a', '6869');
const unknownNumber = '987d01';
const unknownFixed32 = '7d01020304';
const unknownFixed64 = '790102030405060708';

// The same batch as other writers of Protocol Buffers may put it.
const orders: readonly (readonly [string, Uint8Array])[] = [
  ['header first, body last', Buffer.from(golden, 'hex')],
  ['body first', frameOf(field('0a', bodyField, headerField))],
  ['an unknown field before the batch', frameOf(unknownText, field('0a', headerField, bodyField))],
  ['an unknown field behind the batch', frameOf(field('0a', headerField, bodyField), unknownNumber)],
  [
    'unknown fields around the header',
    frameOf(field('0a', unknownFixed32, unknownText, headerField, unknownNumber, bodyField, unknownFixed64)),
  ],
  ['an unknown field in the header', frameOf(field('0a', field('0a', fields, unknownText), bodyField))],
];

test.each(orders)('the host finds the header, with the fields in this order: %s', (_, frame) => {
  for (let at = 0; at <= frame.length; at++) {
    const skimmed = skimBatch([frame.subarray(0, at), frame.subarray(at)], frame.length, 4);
    expect(skimmed?.header, `split at ${at}`).toEqual(header);
    const bodyOffset = skimmed?.bodyOffset ?? 0;
    expect([...frame.subarray(bodyOffset, bodyOffset + 8)]).toEqual([...body]);
  }
});

test.each(orders)('the SDK puts the batch together wherever the stream is split: %s', (_, frame) => {
  const twice = Buffer.concat([frame, frame]);
  for (let at = 0; at <= twice.length; at++) {
    const batches: unknown[] = [];
    const assembler = new FrameAssembler(1024, {
      message: () => expect.unreachable(),
      batch: (batchHeader, arrowIpc) => batches.push({ batchHeader, arrowIpc: [...arrowIpc] }),
      allocate: (bytes) => new Uint8Array(bytes),
    });
    assembler.push(twice.subarray(0, at));
    assembler.push(twice.subarray(at));
    assembler.end();
    const expected = { batchHeader: header, arrowIpc: [...body] };
    expect(batches, `split at ${at}`).toEqual([expected, expected]);
  }
});

test('a control message is no batch', () => {
  const frame = frameOf(field('9201', '0807'));
  expect(skimBatch([frame], frame.length, 4)).toBeNull();
});

test.each([
  ['no header', field('0a', bodyField), /header: missing/],
  [
    'a header that lies about the body',
    field('0a', field('0a', '08013009'), field('12', '01020304')),
    /9, but .* 4 bytes/,
  ],
  ['a session of 0', field('0a', field('0a', '3002'), field('12', '0102')), /session: missing/],
  ['two batches', field('0a', field('0a', '0801')).repeat(2), /two batches/],
  ['two bodies', field('0a', headerField, bodyField, bodyField), /twice/],
  ['a body that runs over the end', '0a0a' + field('0a', '08013008') + '12080102', /runs over its end/],
  ['a batch that runs over the end', '0a7f' + headerField, /runs over its end/],
  ['a header beyond every limit', field('0a', field('0a', '00'.repeat(4097))), /at most 4096/],
  ['a number beyond 2^53', field('0a', field('0a', '080118ffffffffffffffff7f'), bodyField), /beyond 2\^53/],
  ['a group', '0b0c', /wire type 3/],
])('refused: %s', (_, hex, message) => {
  const frame = frameOf(hex);
  expect(() => skimBatch([frame], frame.length, 4)).toThrowError(
    expect.objectContaining({
      code: 'malformed_message',
      category: 'protocol',
      message: expect.stringMatching(message) as string,
    }),
  );
});

test('the head is read as soon as it is there, and not before', () => {
  const frame = Buffer.from(golden, 'hex');
  const headBytes = frame.length - body.length;
  for (let have = 5; have <= frame.length; have++) {
    const head = readBatchHead(frame.subarray(0, have), frame.length - 4);
    if (have < headBytes) expect(head, `${have} bytes`).toBe('more');
    else expect(head).toEqual({ header, bodyOffset: headBytes });
  }
});

test('every field of the header survives at its largest', () => {
  const largest = {
    ...header,
    session: Number.MAX_SAFE_INTEGER,
    sequence: 2 ** 40,
    rows: 2 ** 52,
    schemaEpoch: 2 ** 32 - 1,
  };
  const encoded = Buffer.from(encodeBatchHead(largest));
  expect(decodeBatchHeader(encoded.subarray(8, 8 + (encoded[7] ?? 0)))).toEqual(largest);
});

test('bodies come back exactly sized and 8-byte aligned, batches of no bytes included', () => {
  const seen: number[] = [];
  const assembler = new FrameAssembler(64_000, {
    message: () => expect.unreachable(),
    batch: (_, arrowIpc) => seen.push(arrowIpc.length),
    allocate: (bytes) => new Uint8Array(bytes),
  });
  for (const bytes of [0, 1, 5_000, 0, 4_096]) {
    assembler.push(encodeBatchHead({ ...header, bytes }));
    assembler.push(new Uint8Array(bytes));
  }
  expect(seen).toEqual([0, 1, 5_000, 0, 4_096]);
});

test('invariant 6: nothing is allocated for a frame above the limit', () => {
  const assembler = new FrameAssembler(1024, {
    message: () => expect.unreachable(),
    batch: () => expect.unreachable(),
    allocate: () => expect.unreachable(),
  });
  const head = encodeBatchHead({ ...header, bytes: 4096 });
  expect(() => assembler.push(head)).toThrowError(expect.objectContaining({ code: 'frame_too_large' }));
});

// A host that announced too much, or nothing, and then fell silent was waited for.
test.each([
  ['above the limit', Uint8Array.of(1, 4, 0, 0), 'frame_too_large'],
  ['of zero', Uint8Array.of(0, 0, 0, 0), 'malformed_message'],
])('invariant 6: a length %s is refused before a byte of the frame is awaited', (_, length, code) => {
  const assembler = new FrameAssembler(1024, {
    message: () => expect.unreachable(),
    batch: () => expect.unreachable(),
    allocate: () => expect.unreachable(),
  });
  expect(() => assembler.push(length)).toThrowError(expect.objectContaining({ code }));
});
