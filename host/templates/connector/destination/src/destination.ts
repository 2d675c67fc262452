import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type Checked,
  createBatchDecoder,
  decodeSchema,
  type Destination,
  type DestinationSession,
  type Identity,
  type Problem,
  type Receipt,
  type StreamContext,
  type StreamOffer,
} from '@rapidbyte/connector';
import { jsonLines, unsupportedType } from './json-lines.ts';
import { LoadFolder } from './load-folder.ts';
import { staleEpoch } from './refusals.ts';

/** What a pipeline says under `destination.config`. */
interface DestinationConfig {
  readonly folder: string;
}

/** Each stream becomes a file of JSON lines in a folder: `NAME.ndjson`. */
export function createDestination(identity: Identity): Destination {
  let config: DestinationConfig = { folder: '.' };
  const folders = new Map<string, LoadFolder>();
  const folderOf = (name: Receipt['stream']): LoadFolder => {
    const key = JSON.stringify([name.namespace, name.name]);
    const folder = folders.get(key) ?? new LoadFolder(config.folder, name);
    folders.set(key, folder);
    return folder;
  };

  return {
    identity,
    configSchema: {
      type: 'object',
      properties: { folder: { type: 'string', minLength: 1, description: 'The folder for the files' } },
      required: ['folder'],
      additionalProperties: false,
    },
    writeModes: ['append', 'replace'],
    maxOpenUnits: 4,

    async configure(given) {
      const { folder, ...others } = given as Record<string, unknown>;
      const problems = Object.keys(others).map((key) =>
        configProblem('unknown_key', `the key "${key}" is unknown`, key, 'The only key is folder.'),
      );
      if (typeof folder === 'string' && folder !== '') config = { folder };
      else problems.push(configProblem('missing_key', 'folder is missing', 'folder', 'Name a folder for the files.'));
      return problems;
    },

    async check(offers) {
      const problems = [...(await folderProblems(config.folder)), ...offers.flatMap(offerProblems)];
      const system = `folder ${resolve(config.folder)}`;
      if (problems.length > 0) return { problems, system, streams: [] };
      return { problems, system, streams: offers.map((offer) => answer(offer, folderOf(offer.spec.name).target)) };
    },

    async begin({ loadId, streams, takeOver, holder }) {
      await mkdir(config.folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      const begun = [];
      for (const { name } of streams) begun.push(await folderOf(name).begin(loadId, takeOver === true, holder ?? ''));
      return begun;
    },

    open: async (context) => openSession(context, folderOf),

    async publish({ loadId, streams, epochs, receipts }) {
      const published = [];
      for (const [index, { name, writeMode }] of streams.entries()) {
        const own = receipts.filter(({ stream }) => stream.namespace === name.namespace && stream.name === name.name);
        const load = { loadId, epoch: epochs[index] ?? 0 };
        const rows = await folderOf(name).publish(load, own, writeMode === 'append');
        published.push({ rows, method: 'rename', lockMs: 0, warnings: [] });
      }
      return published;
    },

    async forget({ loadId, streams, epochs }) {
      for (const [index, { name }] of streams.entries()) {
        await folderOf(name).forget({ loadId, epoch: epochs[index] ?? 0 });
      }
    },

    async close() {
      for (const folder of folders.values()) await folder.release();
    },
  };
}

async function openSession(
  { loadId, streams, epochs, unit }: StreamContext,
  folderOf: (name: Receipt['stream']) => LoadFolder,
): Promise<DestinationSession> {
  const [stream] = streams;
  const [epoch] = epochs;
  if (stream === undefined || epoch === undefined) throw staleEpoch('a stream that Open does not name');
  const writer = await folderOf(stream.name).openUnit({ loadId, epoch }, unit.id.unit);
  const schema = decodeSchema(stream.arrowSchema);
  const decode = createBatchDecoder(schema);
  const toLines = jsonLines(schema);
  let bytes = 0;
  return {
    async write({ arrowIpc }) {
      await writer.write(toLines(decode(arrowIpc)));
      bytes += arrowIpc.length;
    },
    // Invariant of every destination: rows, position and receipt become durable together, or not at all. Here by the
    // renaming of a folder with one file, whose names are the receipt.
    async commit({ checkpointId, rows }) {
      await writer.commit(checkpointId, rows, bytes);
      return { loadId, stream: stream.name, unit: unit.id.unit, epoch, checkpointId, rows, bytes };
    },
    finish: async () => ({ rows: await writer.countRows(), bytes }),
    abort: () => writer.abort(),
  };
}

function answer({ variants }: StreamOffer, target: string): Checked['streams'][number] {
  const canonical = variants.find(({ encoding }) => encoding === 'canonical') ?? variants[0];
  return {
    arrowSchema: canonical?.arrowSchema ?? new Uint8Array(0),
    guarantee: 'exactly_once',
    guaranteeReason: 'a load becomes visible by renaming one file',
    target,
  };
}

async function folderProblems(folder: string): Promise<Problem[]> {
  const path = resolve(folder);
  // `check` changes nothing: a folder that is not there is made by `begin`, if its parent may be written to.
  const existing = (await stat(path).catch(() => null)) ?? (await stat(dirname(path)).catch(() => null));
  if (existing?.isDirectory() !== true) {
    return [
      configProblem('folder_missing', `neither ${path} nor its parent is a folder`, 'folder', 'Create its parent.'),
    ];
  }
  const writable = await access((await stat(path).catch(() => null)) === null ? dirname(path) : path, constants.W_OK)
    .then(() => true)
    .catch(() => false);
  return writable
    ? []
    : [configProblem('folder_not_writable', `${path} may not be written to`, 'folder', 'Check its owner and mode.')];
}

/** What can't be stored as it is is refused here, before a row moves. */
function offerProblems({ spec, variants }: StreamOffer): Problem[] {
  const about = { severity: 'error', category: 'schema', stream: spec.name } as const;
  const problems: Problem[] = [];
  if (spec.syncMode !== 'full_refresh') {
    const hint = 'Use sync_mode: full_refresh.';
    problems.push({
      ...about,
      code: 'sync_mode_unsupported',
      message: `files can't be loaded by ${spec.syncMode}`,
      hint,
    });
  }
  if (spec.writeMode === 'upsert') {
    const hint = 'Use write_mode: append or replace.';
    problems.push({ ...about, code: 'write_mode_unsupported', message: `files can't be loaded by upsert`, hint });
  }
  const canonical = variants.find(({ encoding }) => encoding === 'canonical');
  if (canonical === undefined) {
    return [
      ...problems,
      { ...about, code: 'encoding_unsupported', message: 'the source offers no canonical encoding' },
    ];
  }
  for (const field of decodeSchema(canonical.arrowSchema).fields) {
    const reason = unsupportedType(field.type);
    if (reason === null) continue;
    const hint = 'Leave the column out with `columns`, or teach src/json-lines.ts to write it.';
    const message = `the column "${field.name}" has the type ${reason}, which has no form in JSON here`;
    problems.push({ ...about, code: 'type_unsupported', message, hint, column: field.name });
  }
  return problems;
}

function configProblem(code: string, message: string, path: string, hint: string): Problem {
  return { severity: 'error', category: 'config', code, message, path, hint };
}
