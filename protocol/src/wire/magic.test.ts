import { expect, test } from 'vitest';
import { magic } from './limits.ts';
import { MagicGate, printable } from './magic.ts';

test('what follows the magic comes through, wherever the stream is split', () => {
  const bytes = Uint8Array.from([...magic, 1, 2, 3]);
  for (let at = 0; at <= bytes.length; at++) {
    const gate = new MagicGate();
    const after = [...gate.push(bytes.subarray(0, at)), ...gate.push(bytes.subarray(at))];
    expect(after, `split at ${at}`).toEqual([1, 2, 3]);
    gate.end();
  }
});

test('stray output is shown, in the order in which it was written', () => {
  const gate = new MagicGate();
  gate.push(Buffer.from('Con'));
  expect(() => gate.push(Buffer.from('nected to shop\n'))).toThrowError(
    expect.objectContaining({
      code: 'bad_magic',
      message: expect.stringContaining('"Connected to shop\\n"') as string,
    }),
  );
});

test('stray output shorter than the magic is shown at the end of the stream', () => {
  const gate = new MagicGate();
  gate.push(Buffer.from('oops\n'));
  expect(() => gate.end()).toThrow(/"oops\\n"/);
});

test('an end without a byte and one within the magic are told apart', () => {
  expect(() => new MagicGate().end()).toThrowError(expect.objectContaining({ code: 'unexpected_eof' }));
  const gate = new MagicGate();
  gate.push(magic.subarray(0, 5));
  expect(() => gate.end()).toThrowError(expect.objectContaining({ code: 'truncated_frame' }));
});

test.each([
  ['a terminal escape', Buffer.from('\u001b[31mred'), '"\\x1b[31mred"'],
  ['bytes that are no text', Buffer.from([0xff, 0x41]), '"\\x??A"'],
  ['a text that turns around', Buffer.from('\u202Eabc'), '"\\x202eabc"'],
  ['more than 200 characters', Buffer.from('é'.repeat(300)), `"${'é'.repeat(200)}"…`],
])('%s is made harmless', (_, bytes, shown) => {
  expect(printable(bytes)).toBe(shown);
});
