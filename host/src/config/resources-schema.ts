import * as z from 'zod/mini';
import { byteSize, wholeNumber } from './number-schema.ts';
import { recoveryDefaults, recoveryKeys } from './recovery-schema.ts';
import { withHint } from './with-hint.ts';

/** Connections cost the databases memory each; nobody's machine keeps more than this many pairs of sessions busy. */
const maxParallelism = 256;
/** A side takes at least a connection for requests and one for a session. */
const minConnections = 2;
const maxConnections = 10_000;
/** Two connectors and the host at rest. */
const minMemoryBytes = 280 * 2 ** 20;
const defaultMaxMemoryBytes = 2 ** 30;

const mib = 2 ** 20;
const minFlushBytes = mib;
const maxFlushBytes = 32 * mib;

const pairsMessage = `must be a whole number from 1 to ${maxParallelism}`;
const parallelismMessage = `must be auto or a whole number from 1 to ${maxParallelism}`;
const parallelism = z.union(
  [z.literal('auto'), wholeNumber(1, maxParallelism, parallelismMessage)],
  parallelismMessage,
);

const maxMemory = byteSize(
  minMemoryBytes,
  Number.MAX_SAFE_INTEGER,
  withHint('is too little: three processes need at least 280mb', 'give it 280mb or more'),
);

/** Values for knobs, by name; the connectors say which there are. Also under the names that the first knobs have. */
const autotune = z.strictObject({
  enabled: z._default(
    z.union(
      [
        z.boolean(),
        z.pipe(
          z.enum(['true', 'false']),
          z.transform((text) => text === 'true'),
        ),
      ],
      withHint('must be true or false', 'false leaves every knob as it is'),
    ),
    true,
  ),
  pin_parallelism: z.optional(wholeNumber(1, maxParallelism, pairsMessage)),
  pin_source_partition_mode: z.optional(
    z.enum(['ctid', 'range', 'mod'], { error: withHint('must be ctid, range or mod', 'leave it out for the default') }),
  ),
  pin_copy_flush_bytes: z.optional(
    byteSize(minFlushBytes, maxFlushBytes, withHint('must be from 1mb to 32mb', 'leave it out for the default')),
  ),
  pins: z._default(
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean()], 'must be a text, a number, true or false')),
    {},
  ),
});

export const resourcesSchema = z.strictObject({
  parallelism: z._default(parallelism, 'auto'),
  max_memory: z._default(maxMemory, defaultMaxMemoryBytes),
  max_connections: z.optional(
    wholeNumber(
      minConnections,
      maxConnections,
      withHint(`must be a whole number from ${minConnections} to ${maxConnections}`, 'it counts for each side'),
    ),
  ),
  autotune: z._default(autotune, { enabled: true, pins: {} }),
  ...recoveryKeys,
});

/** Where the file says nothing of them. */
export const defaultResources: ResourcesDocument = {
  parallelism: 'auto',
  max_memory: defaultMaxMemoryBytes,
  autotune: { enabled: true, pins: {} },
  ...recoveryDefaults,
};

export type ResourcesDocument = z.infer<typeof resourcesSchema>;

/** Of the maps below `resources`, for hints. */
export const resourceKeys = {
  resources: Object.keys(resourcesSchema.shape),
  'resources.autotune': Object.keys(autotune.shape),
};
