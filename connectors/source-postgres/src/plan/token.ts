import { ConnectorError, type StreamName } from '@rapidbyte/connector';
import * as z from 'zod';
import { incarnation } from '../position/incarnation.ts';
import { rangeTypes } from './key-axis.ts';

/** The protocol's limit is 64 KiB; what surrounds the parts needs a little. */
export const maxTokenBytes = 64 * 1024;

const oid = z.int().min(0).max(0xffff_ffff);
const name = z.string().min(1).max(256);
const block = z.int().min(0).max(0xffff_ffff);

const region = z.strictObject({
  /** Heap blocks [from, to); null: to the end. */
  blocks: z.tuple([block, block.nullable()]).optional(),
  keys: z
    .strictObject({
      column: name,
      type: z.enum(rangeTypes),
      from: z.string().max(4096).nullable(),
      to: z.string().max(4096).nullable(),
      nulls: z.boolean(),
      values: z.boolean(),
    })
    .optional(),
  residues: z
    .strictObject({
      columns: z.array(name).min(1).max(64),
      hashed: z.boolean(),
      modulus: z.int().min(1).max(65_536),
      remainders: z.array(z.int().min(0)).min(1).max(65_536),
    })
    .optional(),
});

const relation = z.strictObject({
  namespace: name,
  name,
  oid,
  /** pg_relation_filenode: a rewrite gives the table another one; 0: it has no storage. */
  filenode: oid,
});

const token = z.strictObject({
  version: z.literal(1),
  /** Of pg_export_snapshot. */
  snapshot: z.string().regex(/^[0-9A-F]{1,16}(-[0-9A-F]{1,16}){1,3}$/),
  /** MD5 of what the snapshot sees: a name may come back after a restart of the server. */
  snapshotSum: z.string().regex(/^[0-9a-f]{32}$/),
  mode: z.string().max(64),
  reason: z.string().max(4096).optional(),
  stream: relation,
  /** LOCK TABLE takes no materialized view or foreign table, and not all that SELECT takes; a SELECT locks as well. */
  lock: z.enum(['table', 'select']),
  /** MD5 of the OIDs of the partitions that the stream had, where it is read by its root in several units. */
  partitions: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  parts: z
    .array(
      region.extend({
        /** Without its descendants; absent: the stream as it is, with them. */
        only: relation.optional(),
        except: z.array(region),
      }),
    )
    .min(1),
  /** The unit is what comes after the position that its session is opened with, in the stream's order. */
  continues: z.strictObject({ incarnation }).optional(),
});

export type Region = z.infer<typeof region>;
export type TokenRelation = z.infer<typeof relation>;
export type UnitToken = z.infer<typeof token>;
export type TokenPart = UnitToken['parts'][number];

export function encodeToken(unit: UnitToken): Uint8Array {
  return Buffer.from(JSON.stringify(unit));
}

/** @throws {ConnectorError} `unit_token_invalid` if it is none of ours, or one of another stream */
export function openToken(bytes: Uint8Array, stream: StreamName): UnitToken {
  if (bytes.length > maxTokenBytes) throw invalid(`it has ${bytes.length} bytes`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid('it is not JSON', error);
  }
  const parsed = token.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, parsed.error);
  }
  const { namespace, name: table } = parsed.data.stream;
  if (namespace !== stream.namespace || table !== stream.name) throw invalid('it is of another stream');
  return parsed.data;
}

function invalid(why: string, cause?: unknown): ConnectorError {
  return new ConnectorError({
    code: 'unit_token_invalid',
    category: 'protocol',
    message: `the unit's token is not one of this connector: ${why}`,
    hint: 'host and source must be of versions that fit, and a unit must go to the source that planned it',
    cause,
  });
}
