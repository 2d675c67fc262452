import { describe, expect, test } from 'vitest';
import { fitText, textWidth, visibleJson, visibleText } from './terminal-text.ts';

describe('visibleText', () => {
  test.each([
    ['plain Täble 表 🚀', 'plain Täble 表 🚀'],
    ['\u001b[31mred\u001b[0m', String.raw`\x1b[31mred\x1b[0m`],
    ['a\r\nb\tc', String.raw`a\r\nb\tc`],
    ['\u009b2J', String.raw`\x9b2J`], // C1: one character that begins a control sequence
    ['\u202etxt.exe', String.raw`\u202etxt.exe`],
    ['\u2028\u2029\u0000\u007f', String.raw`\u2028\u2029\x00\x7f`],
    ['\ud800', String.raw`\ud800`],
  ])('%j', (text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });
});

test('visibleJson is the same JSON, and safe to show', () => {
  const value = { text: '\u009b2J\u202e\u2028\u007f\u001b', list: ['\n'] };
  const json = visibleJson(JSON.stringify(value, undefined, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toBe('{\n  "text": "\\u009b2J\\u202e\\u2028\\u007f\\u001b",\n  "list": [\n    "\\n"\n  ]\n}');
});

test.each([
  ['abc', 3],
  ['表', 2],
  ['e\u0301', 1],
  ['🚀', 2],
  ['', 0],
])('textWidth of %j', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['表表', 3, '表…'],
  ['表表', 2, '…'],
])('fitText of %j to %i', (text, width, expected) => {
  expect(fitText(text, width)).toBe(expected);
});
