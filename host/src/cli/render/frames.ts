import type { JsonValue } from '../../config/types.ts';
import type { FrameRecord } from '../../record/read.ts';
import type { RecordEntry, RecordHeader } from '../../record/format.ts';
import type { Line } from '../output.ts';

/** Of a line's fields; `--json` has them all. */
const maxFieldsLength = 160;
const maxTextLength = 80;
const maxDepth = 8;

/** `   12.3 ms  host → source  open  #1  load_id="…" …`, one line a frame. */
export function framesLines({ header, entries, notes }: FrameRecord): readonly Line[] {
  return [
    [
      { text: `${header.side} ${header.connector}`, style: 'bold' },
      `, process ${header.pid}, run ${header.runId}, load ${header.loadId}, from ${header.startedAt}`,
      { text: `, by ${header.host.name} ${header.host.version}`, style: 'dim' },
    ],
    ...entries.map((entry) => entryLine(header, entry)),
    ...notes.map((note): Line => [{ text: 'note: ', style: 'yellow' }, note]),
  ];
}

function entryLine(header: RecordHeader, entry: RecordEntry): Line {
  const time = `${entry.atMs.toFixed(1).padStart(9)} ms  `;
  if ('exit' in entry) return [time, `the process has ended: ${fields(entry.exit)}`];
  if ('failure' in entry) return [time, { text: `failure ${fields(entry.failure)}`, style: 'red' }];
  if ('ended' in entry) return [time, { text: `the record ends: ${entry.ended}`, style: 'yellow' }];
  const way = entry.from === 'host' ? `host → ${header.side}` : `${header.side} → host`;
  const { type, session, ...rest }: Readonly<Record<string, JsonValue>> = entry.message ?? {
    type: 'batch',
    ...entry.batch,
  };
  return [
    time,
    { text: way.padEnd(18), style: entry.from === 'host' ? 'cyan' : 'green' },
    { text: `  ${shown(type)}`.padEnd(16), style: 'bold' },
    session === undefined ? '' : ` #${shown(session)} `,
    ` ${fields(rest)}`,
    { text: `  ${entry.bytes} bytes`, style: 'dim' },
  ];
}

/** `key=value …`: texts cut, lists as their number, and their first entry. */
function fields(value: object): string {
  const parts: string[] = [];
  collect(value as Record<string, JsonValue>, '', 1, parts);
  const text = parts.join(' ');
  return text.length <= maxFieldsLength ? text : `${text.slice(0, maxFieldsLength - 1).toWellFormed()}…`;
}

function collect(value: Readonly<Record<string, JsonValue>>, prefix: string, depth: number, parts: string[]): void {
  for (const [key, entry] of Object.entries(value)) {
    const name = `${prefix}${key}`;
    if (typeof entry === 'string') parts.push(`${name}=${JSON.stringify(cut(entry))}`);
    else if (typeof entry !== 'object' || entry === null) parts.push(`${name}=${String(entry)}`);
    else if (Array.isArray(entry)) list(entry as readonly JsonValue[], name, depth, parts);
    else if (depth < maxDepth) collect(entry as Readonly<Record<string, JsonValue>>, `${name}.`, depth + 1, parts);
    else parts.push(`${name}={…}`);
  }
}

function list(entries: readonly JsonValue[], name: string, depth: number, parts: string[]): void {
  const [first] = entries;
  if (entries.length > 0 && entries.every((entry) => typeof entry !== 'object')) {
    parts.push(`${name}=[${cut(entries.map(String).join(', '))}]`);
    return;
  }
  parts.push(`${name}[${entries.length}]`);
  if (first !== undefined && depth < maxDepth) collect({ 0: first }, `${name}.`, depth + 1, parts);
}

const shown = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value));

const cut = (text: string): string =>
  text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength - 1).toWellFormed()}…`;
