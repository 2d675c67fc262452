import { describe, expect, it } from 'vitest';
import { magic } from '../../wire/limits.ts';
import { FrameCutter } from './frame-cutter.ts';

function frame(...body: number[]): Buffer {
  return Buffer.from([body.length, 0, 0, 0, ...body]);
}

const stream = Buffer.concat([magic, frame(1, 2, 3), frame(4), frame(5, 6, 7, 8, 9)]);

/** The cuts of a stream that arrives in pieces of this size. */
function cut(bytes: Buffer, pieceBytes: number): { readonly cuts: string[]; readonly rest: string } {
  const cutter = new FrameCutter(true);
  const cuts: string[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    // As a socket gives them: views of one larger block.
    for (const { kind, bytes: piece } of cutter.push(bytes.subarray(at, at + pieceBytes))) {
      cuts.push(`${kind} ${Buffer.from(piece).toString('hex')}`);
    }
  }
  return { cuts, rest: Buffer.from(cutter.end()).toString('hex') };
}

describe('the frame cutter', () => {
  it('cuts the same frames wherever the pieces end', () => {
    const whole = ['raw 895242500d0a1a0a', 'frame 03000000010203', 'frame 0100000004', 'frame 050000000506070809'];
    for (let size = 1; size <= stream.length; size++) expect(cut(stream, size)).toEqual({ cuts: whole, rest: '' });
  });

  it('gives what has come of a frame that never became whole', () => {
    expect(cut(stream.subarray(0, -2), 3).rest).toBe('05000000050607');
  });

  it('passes on raw what is not protocol, from the beginning or from some frame on', () => {
    const print = Buffer.from('Hello, I am a connector\n');
    expect(cut(print, 100)).toEqual({
      cuts: [`raw ${print.subarray(0, 8).toString('hex')}`, `raw ${print.subarray(8).toString('hex')}`],
      rest: '',
    });
    const later = Buffer.concat([magic, frame(1), Buffer.from('debug: \xff\xff', 'latin1')]);
    expect(cut(later, 100).cuts.at(-1)).toMatch(/^raw 64656275673a/);
  });
});
