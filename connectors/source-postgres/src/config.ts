import type { Problem } from '@rapidbyte/connector';
import { configProblems, connectionShape, resolveConnection, type ConnectionConfig } from '@rapidbyte/postgres';
import * as z from 'zod';

const config = z.strictObject(connectionShape);

export function configSchema(): object {
  return z.toJSONSchema(config, { io: 'input' });
}

export function parseConfig(input: unknown): {
  readonly connection?: ConnectionConfig;
  readonly problems: readonly Problem[];
} {
  const parsed = config.safeParse(input);
  return parsed.success ? resolveConnection(parsed.data) : { problems: configProblems(parsed.error) };
}
