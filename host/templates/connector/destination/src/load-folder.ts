import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BegunStream, ConnectorError, type Receipt, type StreamName } from '@rapidbyte/connector';

/** Names one load of a stream. The epoch grows with each Begin: who comes with an older one comes too late. */
export interface Load {
  readonly loadId: string;
  readonly epoch: number;
}

/** What outlives a load. */
interface State {
  /** Of this document's shape; a newer one is not guessed at. */
  readonly version: 1;
  readonly epoch: number;
  /** The load whose file is about to take the target's place, or has. */
  readonly published: { readonly loadId: string; readonly rows: number } | null;
}

const assembledFile = 'assembled';
const partSuffix = '.ndjson';

/**
 * The loads of one stream, beside its target in the folder:
 *
 *     NAME.ndjson                              what everyone sees
 *     .loads/NAME/state.json
 *     .loads/NAME/holder.json                  who loads now
 *     .loads/NAME/EPOCH-LOAD/UNIT.CHECKPOINT.ROWS.BYTES.ndjson
 *
 * A load's staging is one folder that is named after its epoch. To fence a load off is to rename its folder: whatever an
 * older process still renames into it or out of it fails then, without any lock.
 */
export class LoadFolder {
  readonly target: string;
  readonly #stream: StreamName;
  /** For messages. */
  readonly #name: string;
  readonly #folder: string;

  constructor(folder: string, stream: StreamName) {
    const { namespace, name } = stream;
    this.#stream = stream;
    const file = namespace === '' ? fileName(name) : `${fileName(namespace)}.${fileName(name)}`;
    this.#name = namespace === '' ? name : `${namespace}.${name}`;
    this.target = resolve(folder, `${file}${partSuffix}`);
    this.#folder = resolve(folder, '.loads', file);
  }

  /** @throws ConnectorError load_in_progress */
  async begin(loadId: string, takeOver: boolean, holder: string): Promise<BegunStream> {
    await mkdir(this.#folder, { recursive: true });
    await this.#hold(loadId, takeOver, holder);
    const stagings = (await readdir(this.#folder)).filter((entry) => /^\d+-/.test(entry));
    const state = await this.#readState();
    const epoch = Math.max(state.epoch, ...stagings.map((entry) => Number.parseInt(entry))) + 1;
    await this.#writeState({ ...state, epoch });
    const staging = this.#staging({ loadId, epoch });
    const cleaned: string[] = [];
    for (const entry of stagings) {
      const old = join(this.#folder, entry);
      if (entry === `${Number.parseInt(entry)}-${fileName(loadId)}`) {
        // This load, begun again: what it has committed stays, its older writers are fenced off.
        await rename(old, staging);
      } else {
        await rename(old, join(this.#folder, `dropped-${entry}`));
        cleaned.push(`the staging of load ${entry}`);
      }
    }
    for (const entry of await readdir(this.#folder)) {
      if (entry.startsWith('dropped-')) await rm(join(this.#folder, entry), { recursive: true, force: true });
    }
    await mkdir(staging, { recursive: true });
    return { epoch, receipts: await this.#receipts({ loadId, epoch }), cleaned };
  }

  /** @param afresh the unit is read from its beginning: what an earlier session has committed of it goes */
  async openUnit(load: Load, unit: string, afresh: boolean): Promise<UnitWriter> {
    const staging = this.#staging(load);
    if ((await this.#readState()).published?.loadId === load.loadId) throw loadPublished(this.#name);
    const parts = await this.#parts(load);
    if (afresh) for (const part of parts) if (part.unit === unit) await rm(join(staging, part.file), { force: true });
    return new UnitWriter(staging, unit, this.#name);
  }

  /**
   * Makes the load visible, once: a second call finds it done.
   * @returns its rows
   * @throws ConnectorError stale_epoch, receipt_unknown
   */
  async publish(load: Load, receipts: readonly Receipt[], append: boolean): Promise<number> {
    const staging = this.#staging(load);
    const state = await this.#readState();
    const assembled = join(staging, assembledFile);
    let rows = 0;
    if (state.published?.loadId === load.loadId) {
      rows = state.published.rows;
      // Killed between the two steps below: the file is still here exactly if it has not taken the target's place.
      if (await exists(assembled)) await this.#moveToTarget(assembled);
    } else {
      rows = await this.#assemble(load, receipts, append);
      await this.#writeState({ ...state, published: { loadId: load.loadId, rows } });
      await this.#moveToTarget(assembled);
    }
    await rm(staging, { recursive: true, force: true });
    await this.release();
    return rows;
  }

  async forget(load: Load): Promise<void> {
    await rm(this.#staging(load), { recursive: true, force: true });
    await this.release();
  }

  /** This process loads no more. */
  async release(): Promise<void> {
    if ((await this.#holder())?.pid === process.pid) await rm(this.#holderFile, { force: true });
  }

  async #assemble(load: Load, receipts: readonly Receipt[], append: boolean): Promise<number> {
    const staging = this.#staging(load);
    const parts = await this.#parts(load);
    const temporary = join(staging, 'assembling');
    const file = await open(temporary, 'w');
    let rows = 0;
    try {
      if (append && (await exists(this.target))) await copyInto(file, this.target);
      for (const receipt of receipts) {
        const own = parts.filter(
          ({ unit, checkpointId }) => unit === receipt.unit && checkpointId <= receipt.checkpointId,
        );
        if (own.at(-1)?.rows !== receipt.rows) throw receiptUnknown(this.#name, receipt);
        for (const part of own) rows += await copyInto(file, join(staging, part.file));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(staging, assembledFile));
    return rows;
  }

  async #moveToTarget(assembled: string): Promise<void> {
    await rename(assembled, this.target).catch((error: unknown) => {
      throw staleEpoch(this.#name, error);
    });
    await syncFolder(resolve(this.target, '..'));
  }

  async #receipts({ loadId, epoch }: Load): Promise<readonly Receipt[]> {
    const latest = new Map<string, Receipt>();
    const stream = this.#stream;
    for (const { unit, checkpointId, rows, bytes } of await this.#parts({ loadId, epoch })) {
      latest.set(unit, { loadId, stream, unit, epoch, checkpointId, rows, bytes });
    }
    return [...latest.values()];
  }

  /** What is committed, in the order of the checkpoints. @throws ConnectorError stale_epoch */
  async #parts(load: Load): Promise<readonly Part[]> {
    const files = await readdir(this.#staging(load)).catch((error: unknown) => {
      throw staleEpoch(this.#name, error);
    });
    return files
      .flatMap((file) => (file.endsWith(partSuffix) ? [partOf(file)] : []))
      .sort((a, b) => a.checkpointId - b.checkpointId);
  }

  /** Notes who loads. A holder whose process is gone is none. @throws ConnectorError load_in_progress */
  async #hold(loadId: string, takeOver: boolean, who: string): Promise<void> {
    const other = await this.#holder();
    if (other !== null && other.pid !== process.pid && !takeOver && isAlive(other.pid)) {
      throw new ConnectorError({
        code: 'load_in_progress',
        category: 'transient',
        message: `${this.#name} is being loaded by ${other.who || `process ${other.pid}`}`,
        hint: 'Wait for it, or take over.',
        commitState: 'before',
      });
    }
    await writeWhole(this.#holderFile, JSON.stringify({ pid: process.pid, loadId, who }));
  }

  get #holderFile(): string {
    return join(this.#folder, 'holder.json');
  }

  async #holder(): Promise<{ readonly pid: number; readonly who: string } | null> {
    const text = await readIfThere(this.#holderFile);
    return text === null ? null : (JSON.parse(text) as { pid: number; who: string });
  }

  async #readState(): Promise<State> {
    const text = await readIfThere(join(this.#folder, 'state.json'));
    if (text === null) return { version: 1, epoch: 0, published: null };
    const state = JSON.parse(text) as State;
    if (state.version === 1) return state;
    throw new ConnectorError({
      code: 'state_too_new',
      category: 'config',
      message: `${this.#folder}/state.json has version ${state.version}; this connector knows version 1`,
      hint: 'Update the connector.',
    });
  }

  #writeState(state: State): Promise<void> {
    return writeWhole(join(this.#folder, 'state.json'), JSON.stringify(state));
  }

  #staging({ loadId, epoch }: Load): string {
    return join(this.#folder, `${epoch}-${fileName(loadId)}`);
  }
}

/** Writes one unit, a file for each checkpoint. */
export class UnitWriter {
  readonly #staging: string;
  readonly #unit: string;
  readonly #stream: string;
  readonly #committed: string[] = [];
  readonly #temporary: string;
  #file: FileHandle | null = null;

  constructor(staging: string, unit: string, stream: string) {
    this.#staging = staging;
    this.#unit = fileName(unit);
    this.#stream = stream;
    this.#temporary = join(staging, `${this.#unit}.${process.pid}.partial`);
  }

  async write(text: string): Promise<void> {
    this.#file ??= await this.#open();
    await this.#file.appendFile(text);
  }

  /** Invariant: durable before it returns, and not at all where another load has begun. @throws ConnectorError stale_epoch */
  async commit(checkpointId: number, rows: number, bytes: number): Promise<void> {
    const file = (this.#file ??= await this.#open());
    await file.sync();
    await file.close();
    this.#file = null;
    const part = join(this.#staging, `${this.#unit}.${checkpointId}.${rows}.${bytes}${partSuffix}`);
    await rename(this.#temporary, part).catch((error: unknown) => {
      throw staleEpoch(this.#stream, error);
    });
    await syncFolder(this.#staging);
    this.#committed.push(part);
  }

  /** Rows as they lie on disk: counted again, on their own. */
  async countRows(): Promise<number> {
    let rows = 0;
    for (const part of this.#committed) {
      for await (const chunk of createReadStream(part)) rows += countLines(chunk as Buffer);
    }
    return rows;
  }

  /** Never throws. */
  async abort(): Promise<void> {
    await this.#file?.close().catch(() => {});
    await rm(this.#temporary, { force: true }).catch(() => {});
    this.#file = null;
  }

  async #open(): Promise<FileHandle> {
    try {
      return await open(this.#temporary, 'w');
    } catch (error) {
      throw staleEpoch(this.#stream, error);
    }
  }
}

interface Part {
  readonly file: string;
  readonly unit: string;
  readonly checkpointId: number;
  /** Of the unit, up to the checkpoint. */
  readonly rows: number;
  readonly bytes: number;
}

function partOf(file: string): Part {
  const [unit = '', checkpointId, rows, bytes] = file.split('.');
  return {
    file,
    unit: decodeURIComponent(unit),
    checkpointId: Number(checkpointId),
    rows: Number(rows),
    bytes: Number(bytes),
  };
}

/** Any text as a file's name: no slash, no dot. */
function fileName(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E');
}

async function copyInto(file: FileHandle, path: string): Promise<number> {
  let rows = 0;
  for await (const chunk of createReadStream(path)) {
    rows += countLines(chunk as Buffer);
    await file.appendFile(chunk as Buffer);
  }
  return rows;
}

function countLines(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines++;
  return lines;
}

/** A file that is there whole or not at all, whenever we are killed. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, path);
  await syncFolder(resolve(path, '..'));
}

/** A rename outlives a power failure only then. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync().finally(() => folder.close());
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  await file?.close();
  return file !== null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @param cause why the load's folder can't be used: it is gone, unless the disk has failed */
export function staleEpoch(stream: string, cause?: unknown): ConnectorError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (cause !== undefined && code !== 'ENOENT') return ConnectorError.from(cause);
  return new ConnectorError({
    code: 'stale_epoch',
    category: 'protocol',
    message: `another load of ${stream} has begun; this one may not write any more`,
    hint: 'Run one load of a stream at a time.',
    commitState: 'before',
  });
}

function loadPublished(stream: string): ConnectorError {
  return new ConnectorError({
    code: 'load_published',
    category: 'protocol',
    message: `this load of ${stream} is published already`,
    commitState: 'before',
  });
}

function receiptUnknown(stream: string, { unit, checkpointId, rows }: Receipt): ConnectorError {
  return new ConnectorError({
    code: 'receipt_unknown',
    category: 'protocol',
    message: `unit ${unit} of ${stream} is not there with ${rows} rows up to checkpoint ${checkpointId}`,
    commitState: 'before',
  });
}
