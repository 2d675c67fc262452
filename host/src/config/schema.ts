import * as z from 'zod/mini';
import { guaranteeSchema } from './guarantee-schema.ts';
import type { KeyPath } from './key-path.ts';
import { defaultResources, resourceKeys, resourcesSchema } from './resources-schema.ts';
import { streamSchema } from './stream-schema.ts';
import type { JsonObject } from './types.ts';
import { withHint } from './with-hint.ts';

/*
 * The pipeline file, key by key. Objects are strict: an unknown key is an error, so that nothing is accepted and
 * ignored.
 */

const text = z.string().check(z.minLength(1, 'must not be empty'));

/** What a connector gets as it is; it checks the contents itself. */
const connectorConfig = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be a map',
);

export const pipelineNameSchema = text.check(
  z.maxLength(100, 'must not have more than 100 characters'),
  // oxlint-disable-next-line no-control-regex
  z.refine((name) => !/[\u0000-\u001f\u007f]/.test(name), 'must not have control characters'),
);

export const pipelineSchema = z.strictObject({
  version: z.literal('1.0', { error: withHint('must be "1.0"', 'write version: "1.0", with the quotes') }),
  pipeline: pipelineNameSchema,
  source: z.strictObject({
    use: text,
    config: z._default(connectorConfig, {}),
    streams: z
      .array(streamSchema)
      .check(z.minLength(1, withHint('must not be empty', 'for all streams: - { name: "public.*" }'))),
  }),
  destination: z.strictObject({
    use: text,
    config: z._default(connectorConfig, {}),
    // Append never removes a row; replacing has to be asked for.
    write_mode: z._default(
      z.enum(['append', 'replace', 'upsert'], {
        error: withHint(
          'must be append, replace or upsert',
          'append adds rows, replace puts them in place of the old ones, upsert in place of those with the same key',
        ),
      }),
      'append',
    ),
  }),
  require_guarantee: z.optional(guaranteeSchema),
  resources: z._default(resourcesSchema, defaultResources),
});

export type PipelineDocument = z.infer<typeof pipelineSchema>;

/** The keys that may stand in the map at the path; for hints. */
export function knownKeys(path: KeyPath): readonly string[] {
  return keysByPlace[placeOf(path)] ?? [];
}

/** What to write where a key is missing. */
export function missingKeyHint(path: KeyPath): string | undefined {
  return hintsByPlace[placeOf(path)];
}

const placeOf = (path: KeyPath) => path.map((key) => (typeof key === 'number' ? '[]' : key)).join('.');

const keysByPlace: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(pipelineSchema.shape),
  source: Object.keys(pipelineSchema.shape.source.shape),
  'source.streams.[]': Object.keys(streamSchema.shape),
  destination: Object.keys(pipelineSchema.shape.destination.shape),
  ...resourceKeys,
};

const hintsByPlace: Readonly<Record<string, string>> = {
  version: 'begin the file with version: "1.0"',
  pipeline: 'give it a name: pipeline: shop-to-warehouse',
  source: 'say where rows come from: source: { use: source-postgres, config: { … }, streams: [ … ] }',
  'source.use': 'name a connector: use: source-postgres',
  'source.streams': 'for all tables of a schema: streams: [{ name: "public.*" }]',
  'source.streams.[].cursor_field': 'name the column that grows: cursor_field: updated_at',
  'source.streams.[].name': 'write schema.table, or "public.*" for all of a schema',
  destination: 'say where rows go: destination: { use: dest-postgres, config: { … } }',
  'destination.use': 'name a connector: use: dest-postgres',
};
