import { createReadStream } from 'node:fs';
import { PipelineError } from '../connector/error.ts';
import { maxLineBytes, maxRecordBytes, type RecordEntry, type RecordHeader, recordVersion } from './format.ts';

/** More than fit in a record as we write them; entries of a few bytes would take many times that in memory. */
const maxEntries = 1_000_000;
const newline = 0x0a;

export interface FrameRecord {
  readonly header: RecordHeader;
  readonly entries: readonly RecordEntry[];
  /** What is missing or damaged, for people, in the order of the file. */
  readonly notes: readonly string[];
}

/**
 * Reads a record, to its end however that looks: what a killed host leaves is as readable as a whole record.
 * @throws PipelineError `record_not_readable`, `record_invalid`, `record_version_unsupported` (config)
 */
export async function readRecord(file: string): Promise<FrameRecord> {
  let header: RecordHeader | null = null;
  const entries: RecordEntry[] = [];
  const notes: string[] = [];
  let number = 0;
  let read = 0;
  let ended = false;
  for await (const { bytes, whole } of linesOf(file)) {
    number++;
    read += bytes.length;
    if (read > maxRecordBytes || entries.length + notes.length >= maxEntries) {
      notes.push(`the file goes on from line ${number}, which is more than is read`);
      break;
    }
    const value = parseJson(bytes);
    if (header === null) {
      header = headerOf(value, file);
      continue;
    }
    if (isEntry(value)) {
      entries.push(value);
      ended ||= 'exit' in value;
    } else if (whole) notes.push(`line ${number} is damaged, and left out`);
    else notes.push(`the file is cut off within line ${number}, of which ${bytes.length} bytes are there`);
  }
  if (header === null) throw invalid(file);
  if (!ended) {
    notes.push(
      'the end of the process is not recorded: the host was killed, or is still running, or the file is cut off',
    );
  }
  return { header, entries, notes };
}

async function* linesOf(file: string): AsyncGenerator<{ readonly bytes: Buffer; readonly whole: boolean }> {
  let pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const data of createReadStream(file)) {
      let chunk = data as Buffer;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline)) {
        yield { bytes: Buffer.concat([...pieces, chunk.subarray(0, end)]), whole: true };
        chunk = chunk.subarray(end + 1);
        pieces = [];
        length = 0;
      }
      pieces.push(chunk);
      length += chunk.length;
      if (length > maxLineBytes) throw invalid(file);
    }
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    throw new PipelineError({
      side: 'host',
      category: 'config',
      code: 'record_not_readable',
      message: `the record ${file} can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`,
      hint: 'name a file that `rapidbyte run --record` has written',
      cause: error,
    });
  }
  if (length > 0) yield { bytes: Buffer.concat(pieces), whole: false };
}

function headerOf(value: unknown, file: string): RecordHeader {
  const version = isObject(value) ? value['rapidbyteRecord'] : undefined;
  if (typeof version !== 'number') throw invalid(file);
  if (version === recordVersion) {
    if (isHeader(value)) return value;
    throw invalid(file);
  }
  throw new PipelineError({
    side: 'host',
    category: 'config',
    code: 'record_version_unsupported',
    message: `the record ${file} has version ${version}; this rapidbyte reads version ${recordVersion}`,
    hint: 'read it with the rapidbyte that wrote it, or a newer one',
  });
}

function isHeader(value: unknown): value is RecordHeader {
  if (!isObject(value) || !isObject(value['host'])) return false;
  const { startedAt, runId, loadId, side, connector, pid, host } = value;
  const texts = [startedAt, runId, loadId, side, connector, host['name'], host['version']];
  return texts.every((text) => typeof text === 'string') && typeof pid === 'number';
}

/** A record may come from anyone: what is printed has been looked at. */
function isEntry(value: unknown): value is RecordEntry {
  if (!isObject(value) || typeof value['atMs'] !== 'number') return false;
  const { from, bytes, message, batch, failure, exit, ended } = value;
  if (from !== undefined) {
    if ((from !== 'host' && from !== 'connector') || typeof bytes !== 'number') return false;
    return isObject(message) ? typeof message['type'] === 'string' : isObject(batch);
  }
  return isObject(failure) || isObject(exit) || typeof ended === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

function invalid(file: string): PipelineError {
  return new PipelineError({
    side: 'host',
    category: 'config',
    code: 'record_invalid',
    message: `${file} is not a record of rapidbyte`,
    hint: 'name a file that `rapidbyte run --record` has written',
  });
}
