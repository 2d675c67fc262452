import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import type { FileProblem, Place } from './problem.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** Values in the whole document, those that aliases repeat included: a few lines of aliases can stand for billions. */
const maxValues = 50_000;
/** Deeper than any config is, and far from the limit of the stack. */
const maxDepth = 64;

/** Of faults of the syntax: one often brings thousands of others. */
const maxSyntaxProblems = 100;

/** What a YAML text holds, and where. */
export interface YamlDocument {
  readonly value: JsonValue;
  readonly problems: readonly FileProblem[];
  /** Where the value at the path begins, or its key, or the nearest thing around it. */
  locate(path: string, part?: 'key' | 'value'): Place | undefined;
}

/**
 * Reads YAML 1.2's JSON-like part (https://yaml.org/spec/1.2.2/#103-core-schema): maps with string keys, lists,
 * strings, numbers, booleans and null. Duplicate keys, tags, merge keys and numbers that JavaScript can't hold are
 * problems. Never throws.
 */
export function readYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const reader = new Reader(lines, text);
  const document = parse(text, lines);
  if (document === null) {
    reader.problem('document_too_large', 'the document is nested too deeply', '', 0);
    return { value: null, problems: reader.problems, locate: () => undefined };
  }
  const issues = [...document.errors, ...document.warnings].slice(0, maxSyntaxProblems);
  const textLines = issues.length === 0 ? [] : text.split('\n');
  for (const issue of issues) {
    const offset = issue.pos[0];
    const unquotedReference = textLines[lines.linePos(offset).line - 1]?.includes('${') === true;
    reader.problem('invalid_yaml', yamlMessage(issue), '', offset, yamlHint(issue.code, unquotedReference));
  }
  const root = document.contents;
  const value = document.errors.length > 0 || root === null ? null : reader.read(root, [], 0);
  return {
    value,
    problems: reader.problems,
    locate: (path, part = 'value') => reader.locate(path, part),
  };
}

function parse(text: string, lineCounter: LineCounter) {
  // The parser looks for each key among all others of its map: 20,000 of them took it ten seconds. The reader has a set.
  const options = { lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: false, version: '1.2' } as const;
  try {
    return parseDocument(text, options);
  } catch (error) {
    if (error instanceof RangeError) return null; // the parser calls itself per level
    throw error;
  }
}

class Reader {
  readonly problems: FileProblem[] = [];
  readonly #lines: LineCounter;
  readonly #keyOffsets = new Map<string, number>();
  readonly #valueOffsets = new Map<string, number>();
  readonly #anchors = new Map<string, Node>();
  #insideAlias = 0;
  #values = 0;

  constructor(lines: LineCounter, text: string) {
    this.#lines = lines;
    if (text.length > 0) this.#valueOffsets.set('', 0);
  }

  read(node: Node, path: KeyPath, depth: number): JsonValue {
    const key = formatKeyPath(path);
    const offset = node.range?.[0] ?? 0;
    // Where an alias stands says more than where its anchor stands.
    if (!this.#valueOffsets.has(key) || path.length === 0) this.#valueOffsets.set(key, offset);
    this.#values += 1;
    if (this.#values > maxValues || depth > maxDepth) return this.#tooLarge(key, offset);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) return this.#refuse(`the alias *${node.source} has no anchor before it`, key, offset);
      this.#insideAlias += 1;
      const value = this.read(target, path, depth + 1);
      this.#insideAlias -= 1;
      return value;
    }
    if ('anchor' in node && node.anchor !== undefined && this.#insideAlias === 0) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#map(node.items, path, depth, offset);
    if (isSeq(node)) return node.items.map((item, index) => this.#child(item, [...path, index], depth, offset));
    return isScalar(node) ? this.#scalar(node.value, key, offset) : this.#refuse('this is not a value', key, offset);
  }

  #map(items: readonly { key: unknown; value: unknown }[], path: KeyPath, depth: number, offset: number): JsonObject {
    const entries: [string, JsonValue][] = [];
    const keys = new Set<string>();
    for (const { key, value } of items) {
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.#refuse('a key must be a text', formatKeyPath(path), offset);
        continue;
      }
      const childPath = [...path, key.value];
      const keyOffset = key.range?.[0] ?? offset;
      if (keys.has(key.value)) {
        this.problem('invalid_yaml', 'map keys must be unique', '', keyOffset, 'remove one of the two');
        continue;
      }
      keys.add(key.value);
      this.#keyOffsets.set(formatKeyPath(childPath), keyOffset);
      entries.push([key.value, value === null ? null : this.#child(value, childPath, depth, offset)]);
    }
    // fromEntries defines properties: `__proto__` is a key like any other.
    return Object.fromEntries(entries);
  }

  #child(node: unknown, path: KeyPath, depth: number, parentOffset: number): JsonValue {
    if (isNode(node)) return this.read(node, path, depth + 1);
    return this.#refuse('this is not a value', formatKeyPath(path), parentOffset);
  }

  #tooLarge(key: string, offset: number): null {
    if (!this.problems.some((problem) => problem.code === 'document_too_large')) {
      this.problem(
        'document_too_large',
        `the document has more than ${maxValues} values, or more than ${maxDepth} levels`,
        key,
        offset,
        'look for an alias that repeats itself',
      );
    }
    return null;
  }

  #refuse(message: string, key: string, offset: number): null {
    this.problem('invalid_yaml', message, key, offset, 'write maps, lists, strings, numbers, true, false or null');
    return null;
  }

  #scalar(value: unknown, key: string, offset: number): JsonValue {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
      this.problem(
        'number_out_of_range',
        'the number cannot be held exactly',
        key,
        offset,
        'put it in quotes if it is a text',
      );
      return null;
    }
    return this.#refuse('a value of this kind cannot stand here', key, offset);
  }

  problem(code: string, message: string, path: string, offset: number, hint?: string): void {
    this.problems.push({ code, message, path, place: this.#place(offset), ...(hint === undefined ? {} : { hint }) });
  }

  locate(path: string, part: 'key' | 'value'): Place | undefined {
    for (let key = path; ; key = key.slice(0, Math.max(0, key.search(/(?:\.[^.[]*|\[\d+\])$/)))) {
      const first = part === 'key' ? this.#keyOffsets : this.#valueOffsets;
      const offset = first.get(key) ?? this.#valueOffsets.get(key) ?? this.#keyOffsets.get(key);
      if (offset !== undefined) return this.#place(offset);
      if (key === '') return undefined;
    }
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function yamlHint(code: string, unquotedReference: boolean): string | undefined {
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  if (code === 'MULTIPLE_DOCS') return 'one file holds one pipeline: remove the line ---';
  if (unquotedReference) return 'a value with ${…} needs quotes where it stands inside { } or [ ]';
  return undefined;
}

function yamlMessage(issue: { readonly code: string; readonly message: string }): string {
  if (issue.code === 'NON_STRING_KEY') return 'a key must be a text';
  // The parser calls itself per level.
  if (/call stack/i.test(issue.message)) return 'the document is nested too deeply';
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}
