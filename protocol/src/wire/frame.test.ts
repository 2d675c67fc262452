import { expect, test } from 'vitest';
import { FrameSplitter } from './frame.ts';

const frame = (...body: number[]): number[] => [body.length, 0, 0, 0, ...body];
const stream = Uint8Array.from([...frame(1, 2, 3), ...frame(), ...frame(9), ...frame(4, 5, 6, 7, 8)]);
const whole = [frame(1, 2, 3), frame(), frame(9), frame(4, 5, 6, 7, 8)];

function split(splitter: FrameSplitter, chunks: readonly Uint8Array[]): number[][] {
  const frames: number[][] = [];
  for (const chunk of chunks) {
    splitter.push(chunk);
    for (let next = splitter.shift(); next; next = splitter.shift()) {
      const bytes = Buffer.concat(next.chunks);
      expect(bytes.length).toBe(next.byteLength);
      frames.push([...bytes]);
    }
  }
  return frames;
}

test('frames come out the same wherever the stream is split', () => {
  for (let at = 0; at <= stream.length; at++) {
    const splitter = new FrameSplitter(1024);
    expect(split(splitter, [stream.subarray(0, at), stream.subarray(at)]), `split at ${at}`).toEqual(whole);
    splitter.end();
  }
});

test.each([1, 2, 3, 5])('frames come out the same from chunks of %i', (size) => {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += size) chunks.push(stream.subarray(at, at + size));
  expect(split(new FrameSplitter(1024), chunks)).toEqual(whole);
});

test('large chunks are kept as they came, not copied', () => {
  const bytes = new Uint8Array(4 + 10_000);
  new DataView(bytes.buffer).setUint32(0, 10_000, true);
  const splitter = new FrameSplitter(64_000);
  splitter.push(bytes.subarray(0, 6_000));
  splitter.push(bytes.subarray(6_000));
  const chunks = splitter.shift()?.chunks ?? [];
  expect(chunks.map((chunk) => chunk.length)).toEqual([6_000, 4_004]);
  expect(chunks.every((chunk) => chunk.buffer === bytes.buffer)).toBe(true);
});

test('a peer that writes byte by byte does not cost an object a byte', () => {
  const length = 8_192;
  const splitter = new FrameSplitter(length);
  splitter.push(Uint8Array.of(length & 255, length >> 8, 0, 0));
  for (let byte = 0; byte < length; byte++) splitter.push(Uint8Array.of(byte));
  expect(splitter.shift()?.chunks.length).toBeLessThanOrEqual(10);
});

test('invariant 6: a length above the limit is refused before a byte of the frame is awaited', () => {
  const splitter = new FrameSplitter(1024);
  expect(() => splitter.push(Uint8Array.of(1, 4, 0, 0))).toThrowError(
    expect.objectContaining({ code: 'frame_too_large', category: 'protocol' }),
  );
});

test('a print between two frames is shown', () => {
  const splitter = new FrameSplitter(64 * 1024 * 1024);
  splitter.push(Uint8Array.from(frame(1)));
  expect(() => splitter.push(Buffer.from('loading row 17\n'))).toThrow(/"loading row 17\\n"/);
});

test.each([1, 3, 4, 5, 6])('an end after %i bytes of a frame is truncated_frame', (bytes) => {
  const splitter = new FrameSplitter(1024);
  splitter.push(Uint8Array.from([...frame(1), ...frame(1, 2, 3).slice(0, bytes)]));
  expect(() => splitter.end()).toThrowError(expect.objectContaining({ code: 'truncated_frame' }));
});
