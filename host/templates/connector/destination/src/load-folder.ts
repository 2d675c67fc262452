import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BegunStream, ConnectorError, type Receipt, type StreamName } from '@rapidbyte/connector';
import { exists, readIfThere, syncFolder, writeWhole } from './durable-files.ts';
import { countLines, fileName, type Part, partOf, partSuffix } from './part.ts';
import { loadPublished, receiptsDiffer, staleEpoch, unitCommitted } from './refusals.ts';
import { UnitWriter } from './unit-writer.ts';

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
  readonly published: { readonly loadId: string; readonly rows: number; readonly receipts: readonly Receipt[] } | null;
}

const assembledFile = 'assembled';

/**
 * The loads of one stream, beside its target in the folder:
 *
 *     NAME.ndjson                              what everyone sees
 *     .loads/NAME/state.json
 *     .loads/NAME/holder.json                  who loads now
 *     .loads/NAME/EPOCH-LOAD/UNIT.CHECKPOINT/ROWS.BYTES.EPOCH.ndjson
 *
 * A load's staging is one folder that is named after its epoch. To fence a load off is to rename its folder: whatever an
 * older process still renames into it or out of it fails then, without any lock. A checkpoint is a folder of one file, because a
 * folder is never renamed over another one that holds something: of two writers of a unit, one commits.
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
    const published = state.published?.loadId === loadId ? state.published.receipts : null;
    return { epoch, receipts: published ?? (await this.#receipts({ loadId, epoch })), cleaned };
  }

  /** @throws ConnectorError stale_epoch, load_already_published, unit_already_committed */
  async openUnit(load: Load, unit: string): Promise<UnitWriter> {
    const { epoch, published } = await this.#readState();
    if (epoch !== load.epoch) throw staleEpoch(this.#name);
    if (published?.loadId === load.loadId) throw loadPublished(this.#name);
    const parts = await this.#parts(load);
    if (parts.some((part) => part.unit === unit)) throw unitCommitted(this.#name, unit);
    return new UnitWriter(this.#staging(load), unit, load.epoch, this.#name);
  }

  /**
   * Makes the load visible, once: a second call finds it done.
   * @returns its rows
   * @throws ConnectorError stale_epoch, receipts_differ
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
      const kept = await this.#receipts(load);
      await this.#writeState({ ...state, published: { loadId: load.loadId, rows, receipts: kept } });
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
    this.#compare(await this.#receipts(load), receipts);
    const temporary = join(staging, 'assembling');
    const file = await open(temporary, 'w');
    let rows = 0;
    try {
      if (append && (await exists(this.target))) await copyInto(file, this.target);
      for (const receipt of receipts) {
        for (const part of parts.filter(({ unit }) => unit === receipt.unit))
          rows += await copyInto(file, join(staging, part.file));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(staging, assembledFile));
    return rows;
  }

  /** The host's list of units has to be the one that is kept here. @throws ConnectorError receipts_differ */
  #compare(kept: readonly Receipt[], listed: readonly Receipt[]): void {
    const text = ({ unit, checkpointId, rows }: Receipt): string => JSON.stringify([unit, checkpointId, rows]);
    const here = new Set(kept.map(text));
    const wrong = listed.find((receipt) => !here.delete(text(receipt)));
    if (wrong !== undefined || here.size > 0) throw receiptsDiffer(this.#name, wrong?.unit);
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
    for (const { file: _, ...part } of await this.#parts({ loadId, epoch })) {
      latest.set(part.unit, { loadId, stream, ...part });
    }
    return [...latest.values()];
  }

  /** What is committed, in the order of the checkpoints. @throws ConnectorError stale_epoch */
  async #parts(load: Load): Promise<readonly Part[]> {
    const staging = this.#staging(load);
    try {
      const entries = (await readdir(staging)).filter((entry) => /\.\d+$/.test(entry));
      const parts = entries.map(async (entry) => partOf(entry, (await readdir(join(staging, entry)))[0] ?? ''));
      return (await Promise.all(parts)).sort((a, b) => a.checkpointId - b.checkpointId);
    } catch (error) {
      throw staleEpoch(this.#name, error);
    }
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

async function copyInto(file: FileHandle, path: string): Promise<number> {
  let rows = 0;
  for await (const chunk of createReadStream(path)) {
    rows += countLines(chunk as Buffer);
    await file.appendFile(chunk as Buffer);
  }
  return rows;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
