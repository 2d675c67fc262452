import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './durable-files.ts';
import { countLines, fileName, partSuffix } from './part.ts';
import { staleEpoch, unitCommitted } from './refusals.ts';

/** Writes one unit, a file for each checkpoint. */
export class UnitWriter {
  readonly #staging: string;
  readonly #unit: string;
  readonly #epoch: number;
  readonly #stream: string;
  readonly #committed: string[] = [];
  readonly #temporary: string;
  #file: FileHandle | null = null;

  constructor(staging: string, unit: string, epoch: number, stream: string) {
    this.#staging = staging;
    this.#unit = fileName(unit);
    this.#epoch = epoch;
    this.#stream = stream;
    this.#temporary = join(staging, `${this.#unit}.${randomUUID()}.partial`);
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
    const name = `${rows}.${bytes}.${this.#epoch}${partSuffix}`;
    const part = join(this.#staging, `${this.#unit}.${checkpointId}`);
    try {
      await rename(join(this.#temporary, 'rows'), join(this.#temporary, name));
      await syncFolder(this.#temporary);
      await rename(this.#temporary, part);
      await syncFolder(this.#staging);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isTaken = code === 'ENOTEMPTY' || code === 'EEXIST';
      throw isTaken ? unitCommitted(this.#stream, this.#unit) : staleEpoch(this.#stream, error);
    }
    this.#committed.push(join(part, name));
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
    await rm(this.#temporary, { force: true, recursive: true }).catch(() => {});
    this.#file = null;
  }

  async #open(): Promise<FileHandle> {
    try {
      await mkdir(this.#temporary);
      return await open(join(this.#temporary, 'rows'), 'w');
    } catch (error) {
      throw staleEpoch(this.#stream, error);
    }
  }
}
