import type { Problem } from '@rapidbyte/connector';
import {
  configProblem,
  configProblems,
  connectionShape,
  resolveConnection,
  type ConnectionConfig,
} from '@rapidbyte/postgres';
import * as z from 'zod';
import { identifierProblem } from './naming.ts';

/** The config as a user writes it. */
const configShape = z.strictObject({
  ...connectionShape,
  schema: z
    .string()
    .optional()
    .describe("Schema of all target tables. Where not given, each stream's own schema at the source"),
  staging_schema: z
    .string()
    .default('_rapidbyte')
    .describe('Schema of staging tables and of the state of loads; made if missing'),
  lock_timeout_ms: z
    .int()
    .min(1)
    .max(3_600_000)
    .default(5000)
    .describe('How long one attempt to lock a target may keep its readers and writers waiting; attempts are repeated'),
  append_visibility: z
    .enum(['load', 'unit'])
    .default('load')
    .describe(
      'Of streams with write mode append. load: rows are staged, and become visible all at once, exactly once; unit: each unit goes straight into the target and is visible when it is committed, which saves a second copy of the rows, and a failed load leaves the units it has committed',
    ),
  replace_method: z
    .enum(['auto', 'delete'])
    .default('auto')
    .describe(
      'auto: swap, or truncate and reload, under an exclusive lock; delete: DELETE and INSERT, which repeatable read transactions see nothing of',
    ),
  upsert_method: z
    .enum(['auto', 'merge'])
    .default('auto')
    .describe(
      'Of full refreshes with write mode upsert. auto: a load that brings a large part of its table rewrites it and swaps it in, under an exclusive lock, if nobody is writing to it; merge: always row by row, in place',
    ),
});

export function configSchema(): object {
  return z.toJSONSchema(configShape, { io: 'input' });
}

export interface DestinationConfig {
  readonly connection: ConnectionConfig;
  /** Undefined: the source's schemas. */
  readonly schema: string | undefined;
  readonly stagingSchema: string;
  readonly lockTimeoutMs: number;
  readonly appendVisibility: 'load' | 'unit';
  readonly replaceMethod: 'auto' | 'delete';
  readonly upsertMethod: 'auto' | 'merge';
}

/** Every problem of a config, or the config with its defaults. Reaches no server. */
export function readConfig(input: unknown): {
  readonly config?: DestinationConfig;
  readonly problems: readonly Problem[];
} {
  const parsed = configShape.safeParse(input);
  if (!parsed.success) return { problems: configProblems(parsed.error) };
  const { data } = parsed;
  const { connection, problems } = resolveConnection(data);
  const all = [...problems];
  for (const key of ['schema', 'staging_schema'] as const) {
    const wrong = data[key] === undefined ? undefined : schemaNameProblem(data[key]);
    if (wrong !== undefined) all.push(configProblem(key, 'invalid_value', `${key}: ${wrong}`, 'choose another name'));
  }
  if (data.schema === data.staging_schema) {
    all.push(
      configProblem('staging_schema', 'invalid_value', 'staging_schema is the same as schema', 'choose another name'),
    );
  }
  if (connection === undefined || all.length > 0) return { problems: all };
  return {
    problems: [],
    config: {
      connection,
      schema: data.schema,
      stagingSchema: data.staging_schema,
      lockTimeoutMs: data.lock_timeout_ms,
      appendVisibility: data.append_visibility,
      replaceMethod: data.replace_method,
      upsertMethod: data.upsert_method,
    },
  };
}

function schemaNameProblem(name: string): string | undefined {
  return identifierProblem(name) ?? (name.startsWith('pg_') ? 'names that begin with "pg_" are reserved' : undefined);
}
