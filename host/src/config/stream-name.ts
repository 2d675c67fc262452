import type { StreamName } from '@rapidbyte/connector';
import type { NamePattern, StreamPattern } from './types.ts';

/*
 * Stream names are written as SQL writes them:
 *
 *   name      = [ part "." ] part
 *   part      = ( quoted | unquoted | "*" )+
 *   quoted    = '"' ( any character but '"' | '""' )* '"'      exactly as it stands
 *   unquoted  = ( letter | "_" ) ( letter | digit | "_" | "$" )*   A–Z folded to lower case, as PostgreSQL does
 *
 * `*` outside quotes stands for any text, the empty one included.
 */

/** Thrown by `parseStreamPattern`; `offset` counts UTF-16 units from the start of the text. */
export class StreamNameError extends Error {
  readonly offset: number;
  readonly hint: string;

  constructor(message: string, offset: number, hint: string) {
    super(message);
    this.name = 'StreamNameError';
    this.offset = offset;
    this.hint = hint;
  }
}

const unquotedStart = /[\p{L}_]/u;
const unquotedRest = /[\p{L}\p{M}\p{N}_$]/u;
const asciiUpper = /[A-Z]/g;

/** Reads a name with or without wildcards. Throws StreamNameError. */
export function parseStreamPattern(text: string): StreamPattern {
  if (text.trim() === '') throw new StreamNameError('a stream name is empty', 0, 'write schema.table');
  const parts: NamePattern[] = [];
  let offset = 0;
  for (;;) {
    const part = readPart(text, offset);
    parts.push(part.pattern);
    offset = part.end;
    if (offset === text.length) break;
    offset += 1; // the dot
  }
  const [first, second, third] = parts;
  if (third !== undefined) {
    throw new StreamNameError(
      'a stream name has at most two parts, a schema and a name',
      0,
      'a dot inside a name needs quotes: public."a.b"',
    );
  }
  if (first === undefined) throw new StreamNameError('a stream name is empty', 0, 'write schema.table');
  return second === undefined ? { text, namespace: null, name: first } : { text, namespace: first, name: second };
}

function readPart(text: string, start: number): { pattern: NamePattern; end: number } {
  const literals: [string, ...string[]] = [''];
  const append = (literal: string) => {
    literals[literals.length - 1] += literal;
  };
  let offset = start;
  let afterUnquoted = false;
  while (offset < text.length && text[offset] !== '.') {
    const char = String.fromCodePoint(text.codePointAt(offset)!);
    if (char === '"') {
      const quoted = readQuoted(text, offset);
      append(quoted.literal);
      offset = quoted.end;
      afterUnquoted = false;
    } else if (char === '*') {
      literals.push('');
      offset += 1;
      afterUnquoted = true; // `*1` needs no quotes: the digit does not begin the name
    } else if ((afterUnquoted ? unquotedRest : unquotedStart).test(char)) {
      append(char.replace(asciiUpper, (letter) => letter.toLowerCase()));
      offset += char.length;
      afterUnquoted = true;
    } else {
      throw new StreamNameError(
        `${JSON.stringify(char)} cannot stand in an unquoted name`,
        offset,
        `put the name in double quotes, as in SQL: ${suggestQuotes(text)}`,
      );
    }
  }
  if (offset === start) {
    throw new StreamNameError('a part of the stream name is empty', offset, 'write schema.table, without empty parts');
  }
  if (literals.length === 1 && literals[0] === '') {
    throw new StreamNameError('a quoted name is empty', start, 'write the name between the quotes');
  }
  return { pattern: literals, end: offset };
}

function readQuoted(text: string, start: number): { literal: string; end: number } {
  let literal = '';
  let offset = start + 1;
  for (;;) {
    const quote = text.indexOf('"', offset);
    if (quote === -1) {
      throw new StreamNameError(
        'a double quote is never closed',
        start,
        'a quote inside a quoted name is written twice: "a""b"',
      );
    }
    literal += text.slice(offset, quote);
    if (text[quote + 1] !== '"') return { literal, end: quote + 1 };
    literal += '"';
    offset = quote + 2;
  }
}

/** The text with its parts in quotes, where that is plainly what was meant. */
function suggestQuotes(text: string): string {
  const parts = text.replaceAll('"', '').trim().split('.');
  return parts.length > 2 ? 'schema."the name"' : parts.map((part) => quotePart(part)).join('.');
}

/** The name as a user writes it in a pipeline: parts that would not read back as they are get quotes. */
export function quoteStreamName(name: StreamName): string {
  return name.namespace === '' ? quotePart(name.name) : `${quotePart(name.namespace)}.${quotePart(name.name)}`;
}

function quotePart(part: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}
