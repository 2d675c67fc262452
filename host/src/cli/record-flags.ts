import { Errors, Flags } from '@oclif/core';
import { parseByteSize } from '../config/byte-size.ts';
import type { RecordOptions } from '../engine/options.ts';
import { maxRecordBytes } from '../record/format.ts';

export const recordFlags = {
  record: Flags.string({
    summary: 'Keep what host and connectors say to each other in this folder, without config, secrets and rows.',
    helpValue: 'DIR',
  }),
  'record-limit': Flags.string({
    summary: 'Bytes of all records of the run together, up to 128mb; 64mb if not said.',
    helpValue: 'SIZE',
    dependsOn: ['record'],
  }),
};

/** @throws CLIError, as oclif's parser does, if the limit is no size */
export function recordOptions(flags: {
  readonly record?: string | undefined;
  readonly 'record-limit'?: string | undefined;
}): { readonly record?: RecordOptions } {
  const { record: directory, 'record-limit': limit } = flags;
  if (directory === undefined) return {};
  if (limit === undefined) return { record: { directory } };
  const maxBytes = parseByteSize(limit);
  if (maxBytes === null || maxBytes === 0 || maxBytes > maxRecordBytes) {
    throw new Errors.CLIError(`--record-limit takes a size up to 128mb, as in --record-limit 16mb, not "${limit}"`, {
      exit: 2,
    });
  }
  return { record: { directory, maxBytes } };
}
