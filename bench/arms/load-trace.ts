import { readFileSync } from 'node:fs';

/** What one run of ours went through, from its events. Seconds since the run began, which is after the process started. */
export interface LoadTrace {
  /** From the first unit's opening to the end of the last one. */
  readonly begins: number;
  readonly ends: number;
  readonly progress: readonly Progress[];
  readonly units: number;
  /** In effect at the end, by knob; and why a value is not the one that was asked for. */
  readonly settings: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  /** Undefined: the tuner did not work, or said nothing. */
  readonly tuning: Tuning | undefined;
}

export interface Progress {
  readonly seconds: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface Tuning {
  /** As the record says; `skipped` where there is none. */
  readonly outcome: string;
  readonly reason: string;
  /** When the values were locked, or the tuner said that it left the stream alone. */
  readonly at: number;
  /** When the rest was first cut anew: the end of the first window. Undefined: it never was. */
  readonly firstWindowEnds: number | undefined;
  readonly record: TuningRecord | undefined;
  /** As `--explain-autotune` shows it. */
  readonly explanation: string;
}

/** The part of a DecisionRecord that is looked at, as its JSON has it. */
export interface TuningRecord {
  readonly outcome: string;
  readonly reason: string;
  readonly baseline: Readonly<Record<string, string | number | boolean>>;
  readonly winner: Readonly<Record<string, string | number | boolean>>;
  readonly gain: number | null;
  readonly noise: number | null;
  readonly rounds: readonly {
    readonly knob: string;
    readonly candidates: readonly {
      readonly value: string;
      readonly windows: readonly { readonly number: number; readonly seconds: number }[];
    }[];
  }[];
  readonly probe: {
    readonly windows: number;
    readonly seconds: number;
    readonly rows: number;
    readonly share: number;
  };
}

interface SettingEvent {
  readonly knob: string;
  readonly value: string | number | boolean;
  readonly reason?: string;
}

type Event = { readonly timestamp: string } & (
  | { readonly type: 'progress'; readonly streams: readonly { readonly rows: number; readonly bytes: number }[] }
  | { readonly type: 'autotune_skipped'; readonly reason: string }
  | {
      readonly type: 'run_finished';
      readonly result: {
        readonly settings: readonly SettingEvent[];
        readonly streams: readonly {
          readonly units: number;
          readonly settings: readonly SettingEvent[];
          readonly autotune?: TuningRecord;
        }[];
      };
    }
  | Plain<'run_started' | 'unit_opened' | 'unit_finished' | 'replanned' | 'autotune_decision'>
);

/** Each a type of its own, of which only the time counts. */
type Plain<T extends string> = T extends string ? { readonly type: T } : never;

export function readLoadTrace(file: string, stderr: string): LoadTrace {
  return parseLoadTrace(readFileSync(file, 'utf8'), stderr);
}

/**
 * @param ndjson the events of a run of one stream
 * @throws {Error} if the run's beginning or end is missing
 */
export function parseLoadTrace(ndjson: string, stderr: string): LoadTrace {
  const events = ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
  const startedAt = Date.parse(first(events, 'run_started').timestamp);
  const at = ({ timestamp }: Event): number => (Date.parse(timestamp) - startedAt) / 1000;
  const { result } = first(events, 'run_finished');
  const [stream] = result.streams;
  if (stream === undefined) throw new Error('the run had no stream');
  const settings = [...result.settings, ...stream.settings];
  return {
    begins: at(first(events, 'unit_opened')),
    ends: at(first(events.toReversed(), 'unit_finished')),
    progress: events.flatMap((event) => {
      const [seen] = event.type === 'progress' ? event.streams : [];
      return seen === undefined ? [] : [{ seconds: at(event), rows: seen.rows, bytes: seen.bytes }];
    }),
    units: stream.units,
    settings: Object.fromEntries(settings.map(({ knob, value }) => [knob, String(value)])),
    reasons: Object.fromEntries(settings.flatMap(({ knob, reason }) => (reason === undefined ? [] : [[knob, reason]]))),
    tuning: tuningOf(events, stream.autotune, at, stderr),
  };
}

function tuningOf(
  events: readonly Event[],
  record: TuningRecord | undefined,
  at: (event: Event) => number,
  stderr: string,
): Tuning | undefined {
  const end = events.find(({ type }) => type === 'autotune_decision' || type === 'autotune_skipped');
  if (end === undefined) return undefined;
  const replanned = events.find(({ type }) => type === 'replanned');
  return {
    outcome: record?.outcome ?? 'skipped',
    reason: record?.reason ?? (end.type === 'autotune_skipped' ? end.reason : ''),
    at: at(end),
    firstWindowEnds: replanned === undefined ? undefined : at(replanned),
    record,
    explanation: stderr.trim(),
  };
}

function first<T extends Event['type']>(events: readonly Event[], type: T): Extract<Event, { type: T }> {
  const found = events.find((event): event is Extract<Event, { type: T }> => event.type === type);
  if (found === undefined) throw new Error(`no event says ${type}`);
  return found;
}
