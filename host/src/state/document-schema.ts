import * as z from 'zod/mini';
import { PipelineError } from '../connector/error.ts';

/*
 * A state document as it comes back: written by this program or by anyone, so every key is looked at. Its keys are in
 * snake_case, as everything that the command line prints; what is not known here is left out.
 */

const text = z.string();
const time = z.iso.datetime();
const maybe = <T extends z.ZodMiniType>(type: T) => z._default(z.nullable(type), null);
const count = z.int().check(z.gte(0));
const hex = z.string().check(z.regex(/^(?:[0-9a-f]{2})*$/));

const setting = z.object({
  knob: text,
  value: z.union([text, z.number(), z.boolean()]),
  provenance: z.enum(['pin', 'autotune', 'environment', 'default']),
  reason: z.optional(text),
  side: z.optional(z.enum(['source', 'destination'])),
});

const error = z.object({
  category: z.enum([
    'config',
    'auth',
    'permission',
    'rate_limited',
    'transient',
    'data',
    'schema',
    'protocol',
    'internal',
  ]),
  code: text,
  message: text,
  hint: z.optional(text),
  path: z.optional(text),
  stream: z.optional(text),
  column: z.optional(text),
  side: z.enum(['source', 'destination', 'host']),
  connector: z.optional(text),
  retryable: z.boolean(),
  commit_state: z.optional(z.enum(['before', 'unknown', 'confirmed'])),
  exit: z.optional(z.object({ code: z.nullable(z.int()), signal: z.nullable(text) })),
  stderr_tail: z.optional(text),
});

const load = z.object({
  stream: text,
  target: text,
  load_id: text,
  sync_mode: maybe(text),
  write_mode: maybe(text),
  guarantee: text,
  epoch: maybe(count),
  begun_at: maybe(time),
  published_at: maybe(time),
  status: maybe(text),
  rows_read: maybe(count),
  rows_committed: maybe(count),
  bytes_committed: maybe(count),
  seconds: maybe(z.number()),
  units: maybe(count),
  settings: z._default(z.array(setting), []),
});

const run = z.object({
  run_id: text.check(z.minLength(1)),
  version: text,
  // Of a run that is not finished it says what was known when it was exported.
  status: z.enum(['succeeded', 'failed', 'cancelled', 'running', 'interrupted', 'unknown']),
  started_at: time,
  finished_at: maybe(time),
  seconds: maybe(z.number()),
  machine: text,
  pid: count,
  load_id: maybe(text),
  load_begun_at: maybe(time),
  settings: z._default(z.array(setting), []),
  errors: z._default(z.array(error), []),
  errors_total: count,
  loads: z._default(z.array(load), []),
});

const position = z.object({
  stream: text,
  position: z.nullable(z.object({ order: hex, incarnation: hex })),
  run_id: text,
  load_id: text,
  saved_at: time,
});

const documentSchema = z.object({ pipeline: text, positions: z.array(position), runs: z.array(run) });

/** snake_case to camelCase, for the keys above: none of them holds keys of somebody else's. */
type Camel<T> = T extends readonly (infer Entry)[]
  ? readonly Camel<Entry>[]
  : T extends object
    ? { readonly [Key in keyof T as Key extends string ? CamelKey<Key> : Key]: Camel<T[Key]> }
    : T;
type CamelKey<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : Key;

export type ParsedDocument = Camel<z.infer<typeof documentSchema>>;

/** @throws PipelineError `state_document_invalid`, `state_version_unknown` */
export function parseDocument(
  json: string,
  known: { readonly format: string; readonly version: number },
): ParsedDocument {
  const value = parseJson(json);
  const head = z.safeParse(z.object({ format: z.literal(known.format), format_version: z.int() }), value);
  if (!head.success) throw invalid('it is no state document of rapidbyte');
  const { format_version: version } = head.data;
  if (version > known.version) throw newer(version, known.version);
  const parsed = z.safeParse(documentSchema, value);
  if (parsed.success) return camelCase(parsed.data) as ParsedDocument;
  const [issue] = parsed.error.issues;
  throw invalid(`at ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw invalid('it is not JSON');
  }
}

function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelCase(entry),
    ]),
  );
}

function invalid(what: string): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'state_document_invalid',
    message: `the state document can't be taken: ${what}`,
    hint: 'make it with rapidbyte state export',
  });
}

function newer(version: number, known: number): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'state_version_unknown',
    message: `the state document has format ${version}, and this version of rapidbyte knows formats up to ${known}`,
    hint: 'use the newer rapidbyte',
  });
}
