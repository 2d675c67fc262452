import { join } from 'node:path';

export const partSuffix = '.ndjson';

/** What one checkpoint has committed of a unit: a file in a folder whose names say it all. */
export interface Part {
  readonly file: string;
  readonly unit: string;
  readonly checkpointId: number;
  /** Of the unit, up to the checkpoint. */
  readonly rows: number;
  readonly bytes: number;
  /** Under which it was written. */
  readonly epoch: number;
}

export function partOf(folder: string, file: string): Part {
  const [unit = '', checkpointId] = folder.split('.');
  const [rows, bytes, epoch] = file.split('.');
  return {
    file: join(folder, file),
    unit: decodeURIComponent(unit),
    checkpointId: Number(checkpointId),
    rows: Number(rows),
    bytes: Number(bytes),
    epoch: Number(epoch),
  };
}

/** Any text as a file's name: no slash, no dot. */
export function fileName(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E');
}

export function countLines(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) lines++;
  return lines;
}
