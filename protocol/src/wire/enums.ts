import type { CommitState, ErrorCategory } from '../error.ts';
import { v1 } from '../gen/messages.js';
import type { Role } from '../model/handshake.ts';
import type { KnobEffect, KnobKind, Provenance } from '../model/knob.ts';
import type { Unit } from '../model/load.ts';
import type { Cursor, Guarantee, SyncMode, WriteMode } from '../model/stream.ts';
import { malformed } from './malformed.ts';

/** One enumeration of connector.proto: our word for each of its numbers. 0 is always "unspecified", and no word. */
export interface EnumTable<Word extends string, Value extends number> {
  number(word: Word): Value;
  /** @throws ConnectorError malformed_message for a number that has no word. */
  word(value: number | null | undefined, where: string): Word;
  has(value: number): boolean;
}

function table<Word extends string, Value extends number>(
  values: Readonly<Record<Word, Value>>,
): EnumTable<Word, Value> {
  const words = new Map<number, Word>();
  for (const word in values) words.set(values[word], word);
  return {
    number: (word) => values[word],
    has: (value) => words.has(value),
    word(value, where) {
      const word = words.get(value ?? 0);
      if (word === undefined) throw malformed(where, `unknown value ${value ?? 0}`);
      return word;
    },
  };
}

export const roles = table<Role, v1.Role>({ source: v1.Role.ROLE_SOURCE, destination: v1.Role.ROLE_DESTINATION });

export const knobKinds = table<KnobKind, v1.KnobKind>({
  integer: v1.KnobKind.KNOB_KIND_INTEGER,
  bytes: v1.KnobKind.KNOB_KIND_BYTES,
  choice: v1.KnobKind.KNOB_KIND_CHOICE,
  boolean: v1.KnobKind.KNOB_KIND_BOOLEAN,
});

export const knobEffects = table<KnobEffect, v1.KnobEffect>({
  open: v1.KnobEffect.KNOB_EFFECT_OPEN,
  plan: v1.KnobEffect.KNOB_EFFECT_PLAN,
});

export const provenances = table<Provenance, v1.Provenance>({
  pin: v1.Provenance.PROVENANCE_PIN,
  autotune: v1.Provenance.PROVENANCE_AUTOTUNE,
  environment: v1.Provenance.PROVENANCE_ENVIRONMENT,
  default: v1.Provenance.PROVENANCE_DEFAULT,
});

export const severities = table<'error' | 'warning', v1.Severity>({
  error: v1.Severity.SEVERITY_ERROR,
  warning: v1.Severity.SEVERITY_WARNING,
});

export const guarantees = table<Guarantee, v1.Guarantee>({
  at_least_once: v1.Guarantee.GUARANTEE_AT_LEAST_ONCE,
  idempotent_by_key: v1.Guarantee.GUARANTEE_IDEMPOTENT_BY_KEY,
  exactly_once: v1.Guarantee.GUARANTEE_EXACTLY_ONCE,
});

export const syncModes = table<SyncMode, v1.SyncMode>({
  full_refresh: v1.SyncMode.SYNC_MODE_FULL_REFRESH,
  incremental: v1.SyncMode.SYNC_MODE_INCREMENTAL,
});

export const writeModes = table<WriteMode, v1.WriteMode>({
  append: v1.WriteMode.WRITE_MODE_APPEND,
  replace: v1.WriteMode.WRITE_MODE_REPLACE,
  upsert: v1.WriteMode.WRITE_MODE_UPSERT,
});

export const unitKinds = table<Unit['kind'], v1.UnitKind>({
  snapshot: v1.UnitKind.UNIT_KIND_SNAPSHOT,
  changes: v1.UnitKind.UNIT_KIND_CHANGES,
});

export const commitStates = table<CommitState, v1.CommitState>({
  before: v1.CommitState.COMMIT_STATE_BEFORE,
  unknown: v1.CommitState.COMMIT_STATE_UNKNOWN,
  confirmed: v1.CommitState.COMMIT_STATE_CONFIRMED,
});

export const errorCategories = table<ErrorCategory, v1.ErrorCategory>({
  config: v1.ErrorCategory.ERROR_CATEGORY_CONFIG,
  auth: v1.ErrorCategory.ERROR_CATEGORY_AUTH,
  permission: v1.ErrorCategory.ERROR_CATEGORY_PERMISSION,
  rate_limited: v1.ErrorCategory.ERROR_CATEGORY_RATE_LIMITED,
  transient: v1.ErrorCategory.ERROR_CATEGORY_TRANSIENT,
  data: v1.ErrorCategory.ERROR_CATEGORY_DATA,
  schema: v1.ErrorCategory.ERROR_CATEGORY_SCHEMA,
  protocol: v1.ErrorCategory.ERROR_CATEGORY_PROTOCOL,
  internal: v1.ErrorCategory.ERROR_CATEGORY_INTERNAL,
});

export const nullCursors = table<Cursor['nulls'], v1.NullCursor>({
  refuse: v1.NullCursor.NULL_CURSOR_REFUSE,
  include: v1.NullCursor.NULL_CURSOR_INCLUDE,
});
