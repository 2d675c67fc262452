import { isAbsolute, resolve } from 'node:path';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import { readTextFile, TextFileError } from './read-text-file.ts';
import type { JsonValue } from './types.ts';

/*
 * `${env:NAME}` and `${file:./path}` inside the strings of a document. They are put in after parsing, so a value can
 * never become YAML; inside a URL they are percent-encoded, so a value can never become another part of the URL.
 * `$${` stands for `${` itself.
 */

/** Passwords, keys and certificates are a few kilobytes; more is a mistake in the path. */
const maxFileBytes = 1 << 20;

export interface ReferenceProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly path: string;
}

export interface Resolved {
  readonly value: JsonValue;
  readonly problems: readonly ReferenceProblem[];
  /** Every text that a reference was replaced by. */
  readonly secrets: readonly string[];
}

export interface ReferenceSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths of `file:` begin here. */
  readonly baseDirectory: string;
}

/** The value with every reference in it replaced. Reports all problems; a message never holds what a file contains. */
export function resolveReferences(value: JsonValue, sources: ReferenceSources): Resolved {
  const problems: ReferenceProblem[] = [];
  const secrets = new Set<string>();

  const visit = (node: JsonValue, path: KeyPath): JsonValue => {
    if (typeof node === 'string') return replace(node, formatKeyPath(path));
    if (Array.isArray(node)) return node.map((item: JsonValue, index) => visit(item, [...path, index]));
    if (typeof node !== 'object' || node === null) return node;
    // fromEntries defines properties, so `__proto__` stays a plain key.
    return Object.fromEntries(Object.entries(node).map(([key, entry]) => [key, visit(entry, [...path, key])]));
  };

  const replace = (text: string, path: string): string => {
    if (!text.includes('${')) return text;
    const pieces = splitReferences(text);
    const [only] = pieces;
    const whole = pieces.length === 1 && only?.kind === 'reference';
    const inUrl = !whole && only?.kind === 'text' && /^[a-z][a-z0-9+.-]*:\/\//i.test(only.text);
    let result = '';
    for (const piece of pieces) {
      if (piece.kind === 'text') {
        result += piece.text;
        continue;
      }
      try {
        const secret = lookUp(piece.body, sources);
        secrets.add(secret);
        result += inUrl ? percentEncode(secret) : secret;
      } catch (error) {
        if (!(error instanceof BadReference)) throw error;
        problems.push({ code: error.code, message: error.message, hint: error.hint, path });
      }
    }
    return result;
  };

  const resolved = visit(value, []);
  secrets.delete('');
  return { value: resolved, problems, secrets: [...secrets] };
}

class BadReference extends Error {
  readonly code: string;
  readonly hint: string;
  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

type Piece =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'reference'; readonly body: string | null };

/** Text and references in turn; a reference that is never closed has `null` as its body. */
function splitReferences(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  let offset = 0;
  while (offset < text.length) {
    const start = text.indexOf('${', offset);
    if (start === -1) break;
    if (start > offset && text[start - 1] === '$') {
      literal += `${text.slice(offset, start - 1)}\${`;
      offset = start + 2;
      continue;
    }
    literal += text.slice(offset, start);
    if (literal !== '') pieces.push({ kind: 'text', text: literal });
    literal = '';
    const end = text.indexOf('}', start);
    pieces.push({ kind: 'reference', body: end === -1 ? null : text.slice(start + 2, end) });
    offset = end === -1 ? text.length : end + 1;
  }
  literal += text.slice(offset);
  if (literal !== '') pieces.push({ kind: 'text', text: literal });
  return pieces;
}

function lookUp(body: string | null, sources: ReferenceSources): string {
  const [, kind, name] = /^(env|file):(.*)$/s.exec(body ?? '') ?? [];
  if (kind === 'env' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name ?? '')) return fromEnvironment(name!, sources);
  if (kind === 'file' && name !== '' && !name!.includes('\0')) return fromFile(name!, sources);
  throw new BadReference(
    'invalid_reference',
    body === null ? 'a ${ is never closed' : `\${${body}} is not a reference`,
    'write ${env:NAME} or ${file:./path}; a literal ${ is written $${',
  );
}

function fromEnvironment(name: string, sources: ReferenceSources): string {
  const value = Object.hasOwn(sources.environment, name) ? sources.environment[name] : undefined;
  if (value !== undefined) return value;
  throw new BadReference('missing_secret', `the environment variable ${name} is not set`, `set it: export ${name}=…`);
}

const fileHints: Readonly<Record<TextFileError['reason'], string>> = {
  missing: 'relative paths begin at the pipeline file',
  forbidden: 'grant the user who runs rapidbyte the right to read it',
  too_long: 'a reference is for a short text such as a password or a certificate',
  not_a_file: 'name a regular file',
  not_utf8: 'save it as UTF-8',
  unreadable: 'name a file that can be read',
};

function fromFile(name: string, sources: ReferenceSources): string {
  const file = isAbsolute(name) ? name : resolve(sources.baseDirectory, name);
  try {
    return readTextFile(file, maxFileBytes).replace(/\r?\n$/, '');
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    throw new BadReference('missing_secret', `the file ${file} ${error.message}`, fileHints[error.reason]);
  }
}

/** As for one component of a URL (RFC 3986's unreserved characters stay). */
function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
