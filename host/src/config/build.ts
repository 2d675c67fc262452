import { Redactor } from '../connector/redact.ts';
import { closest } from './closest.ts';
import { formatKeyPath, type KeyPath } from './key-path.ts';
import { type Pins, readPins } from './pins.ts';
import type { FileProblem } from './problem.ts';
import { resolveReferences } from './reference.ts';
import { knownKeys, missingKeyHint, type PipelineDocument, pipelineSchema } from './schema.ts';
import { literalSecrets } from './secrets.ts';
import { parseStreamPattern, StreamNameError } from './stream-name.ts';
import { streamProblems } from './stream-rules.ts';
import { streamSelection } from './stream-selection.ts';
import type { JsonValue, PipelineConfig, StreamPattern } from './types.ts';

export interface ConfigInput {
  readonly value: JsonValue;
  readonly baseDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Either a config, or at least one problem. */
export interface BuiltConfig {
  readonly config: PipelineConfig | null;
  readonly problems: readonly FileProblem[];
}

/** From the document's value to a complete config: references, schema, stream names. Finds every problem. */
export function buildConfig(input: ConfigInput): BuiltConfig {
  const resolved = resolveReferences(input.value, input);
  const problems: FileProblem[] = [...resolved.problems];
  const parsed = pipelineSchema.safeParse(resolved.value);
  if (!parsed.success) {
    const reported = new Set(problems.map((problem) => problem.path));
    for (const issue of parsed.error.issues) {
      // Where a reference is missing, its value is wrong as well: one problem is enough.
      problems.push(...schemaProblems(issue, resolved.value).filter((problem) => !reported.has(problem.path)));
    }
  }
  // Names are read even where other keys are wrong, so that all problems are told at once.
  const names = new NameReader(problems);
  for (const [path, text] of streamNames(resolved.value)) names.read(path, text);
  for (const [index, stream] of asArray(get(get(resolved.value, 'source'), 'streams')).entries()) {
    const writeMode = get(get(resolved.value, 'destination'), 'write_mode');
    problems.push(...streamProblems(stream, writeMode, formatKeyPath(['source', 'streams', index])));
  }
  const pins = parsed.success ? readPins(parsed.data.resources) : null;
  problems.push(...(pins?.problems ?? []));
  if (problems.length > 0 || !parsed.success || pins === null)
    return { config: null, problems: masked(problems, resolved.secrets) };
  const secrets = new Set(resolved.secrets);
  for (const side of [parsed.data.source, parsed.data.destination]) {
    for (const secret of literalSecrets(side.config)) secrets.add(secret);
  }
  return { config: freeze(toConfig(parsed.data, names, pins, [...secrets], input.baseDirectory)), problems };
}

/** Invariant 8: a message may quote a value, and the value may have come from a reference. */
function masked(problems: readonly FileProblem[], secrets: readonly string[]): readonly FileProblem[] {
  const redactor = new Redactor(secrets);
  return problems.map((problem) => ({
    ...problem,
    message: redactor.text(problem.message),
    ...(problem.hint === undefined ? {} : { hint: redactor.text(problem.hint) }),
  }));
}

function toConfig(
  document: PipelineDocument,
  names: NameReader,
  pins: Pins,
  secrets: readonly string[],
  baseDirectory: string,
): PipelineConfig {
  const { source, destination, resources } = document;
  const streams = source.streams.map((stream, index) => {
    const path = formatKeyPath(['source', 'streams', index]);
    return streamSelection(stream, path, (at) => names.at(at), document.require_guarantee);
  });
  return {
    pipeline: document.pipeline,
    source: { use: source.use, config: source.config, streams },
    destination: { use: destination.use, config: destination.config, writeMode: destination.write_mode },
    resources: {
      parallelism: pins.parallelism,
      maxMemoryBytes: resources.max_memory,
      ...(resources.max_connections === undefined ? {} : { maxConnections: resources.max_connections }),
      pins: pins.knobs,
      autotune: resources.autotune.enabled,
      checkpointInterval: {
        rows: resources.checkpoint_interval_rows,
        bytes: resources.checkpoint_interval_bytes,
        milliseconds: 1000 * resources.checkpoint_interval_seconds,
      },
      maxRetries: resources.max_retries,
      stopTimeoutMs: 1000 * resources.stop_timeout_seconds,
    },
    secrets,
    baseDirectory,
  };
}

class NameReader {
  readonly #problems: FileProblem[];
  readonly #patterns = new Map<string, StreamPattern>();

  constructor(problems: FileProblem[]) {
    this.#problems = problems;
  }

  read(path: string, text: string): void {
    try {
      this.#patterns.set(path, parseStreamPattern(text));
    } catch (error) {
      if (!(error instanceof StreamNameError)) throw error;
      const message = `${JSON.stringify(text)} is not a stream name: ${error.message}`;
      this.#problems.push({ code: 'invalid_stream_name', message, hint: error.hint, path });
    }
  }

  at(path: string): StreamPattern {
    const pattern = this.#patterns.get(path);
    if (pattern === undefined) throw new Error(`no stream name was read at ${path}`);
    return pattern;
  }
}

/** Every stream name in the document, with its path; whatever is not a name there is the schema's to report. */
function* streamNames(value: JsonValue): Generator<[string, string]> {
  for (const [index, stream] of asArray(get(get(value, 'source'), 'streams')).entries()) {
    const path = `source.streams[${index}]`;
    const name = get(stream, 'name');
    if (typeof name === 'string' && name !== '') yield [`${path}.name`, name];
    for (const [excluded, text] of asArray(get(stream, 'exclude')).entries()) {
      if (typeof text === 'string' && text !== '') yield [`${path}.exclude[${excluded}]`, text];
    }
  }
}

function schemaProblems(issue: Issue, root: JsonValue): FileProblem[] {
  const keyPath = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => unknownKey([...keyPath, key], root));
  }
  const path = formatKeyPath(keyPath);
  const found = keyPath.reduce<unknown>((value, key) => get(value, key), root);
  if (found === undefined && keyPath.length > 0 && issue.code !== 'custom') {
    const hint = missingKeyHint(keyPath);
    const message = `the key ${String(keyPath.at(-1))} is missing`;
    return [{ code: 'missing_key', message, path, ...(hint === undefined ? {} : { hint }) }];
  }
  const [message, hint] = issue.code === 'invalid_type' ? [wrongType(issue, found)] : issue.message.split('\n');
  const last = keyPath.at(-1);
  const subject = last === undefined ? 'the document' : typeof last === 'number' ? 'the entry' : last;
  return [
    {
      code: issue.code === 'invalid_type' ? 'wrong_type' : 'invalid_value',
      message: `${subject} ${message}`,
      path,
      ...(hint === undefined ? {} : { hint }),
    },
  ];
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: string;
  readonly keys?: readonly string[];
}

function unknownKey(path: KeyPath, root: JsonValue): FileProblem {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const present = parent.reduce<unknown>((value, part) => get(value, part), root);
  const free = knownKeys(parent).filter((known) => get(present, known) === undefined);
  const meant = closest(key, free);
  const hint =
    key === '<<'
      ? 'merge keys are not supported: write the keys out'
      : meant === undefined
        ? `${parent.length === 0 ? 'a pipeline' : formatKeyPath(parent)} takes ${knownKeys(parent).join(', ')}`
        : `did you mean ${meant}?`;
  return { code: 'unknown_key', message: `the key ${JSON.stringify(key)} is unknown`, hint, path: formatKeyPath(path) };
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
};

function wrongType(issue: Issue, found: unknown): string {
  const is = found === null ? 'empty' : Array.isArray(found) ? 'a list' : (typeNames[typeof found] ?? typeof found);
  return `must be ${typeNames[issue.expected ?? ''] ?? issue.expected ?? 'something else'}, and is ${is}`;
}

function get(value: unknown, key: string | number): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, JsonValue>)[key];
}

function asArray(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const entry of Object.values(value)) freeze(entry);
  }
  return value;
}
