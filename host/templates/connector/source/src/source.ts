import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  ConnectorError,
  createBatchEncoder,
  encodeSchema,
  type DiscoveredStream,
  type Identity,
  type OutgoingBatch,
  type Problem,
  type Schema,
  type Source,
  type SourceOutput,
} from '@rapidbyte/connector';
import { LineSplitter } from './line-splitter.ts';

/** What a pipeline says under `source.config`. */
interface SourceConfig {
  readonly folder: string;
}

const suffix = '.txt';

/** The columns that every stream has; a pipeline may ask for some of them, in its own order. */
const columns = [
  { name: 'line', nativeType: 'integer', nullable: false, type: { kind: 'int', bits: 64, signed: true } },
  { name: 'text', nativeType: 'text', nullable: false, type: { kind: 'utf8' } },
] as const;

type Column = (typeof columns)[number];

/** Bytes of a batch where the host names none: large enough to be fast, small enough for many sessions. */
const defaultBatchBytes = 2 ** 20;

/** Each `*.txt` file of a folder is a stream, each of its lines a row. */
export function createSource(identity: Identity): Source {
  let config: SourceConfig = { folder: '.' };
  return {
    identity,
    configSchema: {
      type: 'object',
      properties: { folder: { type: 'string', minLength: 1, description: 'The folder with the *.txt files' } },
      required: ['folder'],
      additionalProperties: false,
    },
    syncModes: ['full_refresh'],
    maxOpenUnits: 4,

    async configure(given) {
      const { folder, ...others } = given as Record<string, unknown>;
      const problems = Object.keys(others).map((key) =>
        configProblem('unknown_key', `the key "${key}" is unknown`, key, 'The only key is folder.'),
      );
      if (typeof folder === 'string' && folder !== '') config = { folder };
      else
        problems.push(configProblem('missing_key', 'folder is missing', 'folder', 'Name a folder with *.txt files.'));
      return problems;
    },

    async check() {
      const system = `folder ${resolve(config.folder)}`;
      try {
        await readdir(config.folder);
        return { problems: [], system };
      } catch (error) {
        const message = `the folder ${resolve(config.folder)} can't be read: ${codeOf(error)}`;
        return {
          problems: [
            configProblem('folder_unreadable', message, 'folder', 'Does it exist, and may this user read it?'),
          ],
          system,
        };
      }
    },

    async *discover({ streams }) {
      const names = (await readdir(config.folder)).filter((file) => file.endsWith(suffix));
      for (const file of names.sort()) {
        const name = file.slice(0, -suffix.length);
        const wanted = streams.find((stream) => stream.name.namespace === '' && stream.name.name === name);
        if (streams.length > 0 && wanted === undefined) continue;
        yield describeStream(name, (await stat(join(config.folder, file))).size, wanted?.columns ?? []);
      }
    },

    async open(context) {
      const [stream] = context.streams;
      if (stream === undefined) throw new Error('Open names no stream');
      const file = join(config.folder, `${stream.name.name}${suffix}`);
      const handle = await open(file).catch((error: unknown) => {
        throw readError(file, error);
      });
      // What is appended from now on belongs to the next run.
      const { size } = await handle.stat();
      const chosen = stream.columns.flatMap(({ name }) => columns.filter((column) => column.name === name));
      const batchBytes = context.targetBatchBytes || defaultBatchBytes;
      return {
        read: (output) => readLines({ file, handle, size, chosen, batchBytes }, output),
        close: () => handle.close(),
      };
    },
  };
}

interface OpenFile {
  readonly file: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly chosen: readonly Column[];
  readonly batchBytes: number;
}

async function readLines({ file, handle, size, chosen, batchBytes }: OpenFile, output: SourceOutput): Promise<void> {
  const encode = lineEncoder(chosen);
  const splitter = new LineSplitter(file, Math.min(batchBytes, output.maxBatchBytes / 2));
  let emitted = 0;
  const emit = async (lines: readonly Uint8Array[]): Promise<void> => {
    if (lines.length === 0) return;
    const batch = encode(lines, emitted + 1);
    emitted += lines.length;
    await output.emit(batch);
  };
  if (size > 0) {
    for await (const chunk of handle.createReadStream({ start: 0, end: size - 1, autoClose: false })) {
      // Asked to stop: the SDK says for us that the unit has more rows.
      if (output.stop.aborted) return;
      for (const lines of splitter.push(chunk as Uint8Array)) await emit(lines);
    }
  }
  await emit(splitter.end());
}

/** Lines as one Arrow record batch: for each column its validity (empty: no value is null), offsets, data. */
function lineEncoder(chosen: readonly Column[]): (lines: readonly Uint8Array[], first: number) => OutgoingBatch {
  const encode = createBatchEncoder(schemaOf(chosen));
  const noNulls = new Uint8Array(0);
  return (lines, first) => {
    const buffers = chosen.flatMap(({ name }) => {
      switch (name) {
        case 'line':
          return [noNulls, new Uint8Array(BigInt64Array.from(lines, (_, row) => BigInt(first + row)).buffer)];
        case 'text': {
          const offsets = new Int32Array(lines.length + 1);
          lines.forEach((line, row) => (offsets[row + 1] = (offsets[row] ?? 0) + line.length));
          return [noNulls, new Uint8Array(offsets.buffer), Buffer.concat(lines)];
        }
      }
    });
    const nullCounts = chosen.map(() => 0);
    return { rows: lines.length, arrowIpc: encode(lines.length, nullCounts, buffers) };
  };
}

function schemaOf(chosen: readonly Column[]): Schema {
  return {
    fields: chosen.map(({ name, type, nullable }) => ({ name, type, nullable, metadata: new Map() })),
    metadata: new Map(),
  };
}

/** @param asked the columns that the pipeline wants; none means all */
function describeStream(name: string, bytes: number, asked: readonly string[]): DiscoveredStream {
  const stream = { namespace: '', name };
  const names = asked.length === 0 ? columns.map((column) => column.name) : asked;
  const chosen = names.flatMap((wanted) => columns.filter((column) => column.name === wanted));
  const problems = names
    .filter((wanted) => !columns.some((column) => column.name === wanted))
    .map((column): Problem => ({
      severity: 'error',
      category: 'config',
      code: 'unknown_column',
      message: `${name} has no column "${column}"`,
      hint: `It has ${columns.map((known) => known.name).join(' and ')}.`,
      stream,
      column,
    }));
  return {
    name: stream,
    kind: 'file',
    columns: chosen.map(({ name, nativeType, nullable }) => ({ name, nativeType, nullable })),
    primaryKey: chosen.some((column) => column.name === 'line') ? ['line'] : [],
    variants: [{ encoding: 'canonical', arrowSchema: encodeSchema(schemaOf(chosen)) }],
    estimate: { rows: 0, bytes },
    syncModes: ['full_refresh'],
    problems,
  };
}

function configProblem(code: string, message: string, path: string, hint: string): Problem {
  return { severity: 'error', category: 'config', code, message, path, hint };
}

function readError(file: string, error: unknown): ConnectorError {
  return new ConnectorError({
    code: 'file_unreadable',
    category: codeOf(error) === 'EACCES' ? 'permission' : 'data',
    message: `${file} can't be read: ${codeOf(error)}`,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
