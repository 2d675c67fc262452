import type { Knob, Setting } from '@rapidbyte/connector';

/** How a table is cut into units. Each mode gives the same rows; which is fastest depends on table, server and storage. */
export const partitionMode: Knob = {
  name: 'partition_mode',
  description:
    'how tables are cut into units: ctid by heap blocks, range by ranges of a key, mod by residues of a key inside block ranges',
  kind: 'choice',
  defaultValue: 'ctid',
  candidates: ['ctid', 'range', 'mod'],
  takesEffect: 'plan',
  prerequisites:
    'ctid: a heap table on PostgreSQL 14 or newer; range: a btree index that begins with the key; mod: a key. Where one can’t be, another is chosen, with a reason',
};

/** What is asked for, and by whom. */
export function settingOf(overrides: readonly Setting[]): Setting & { readonly value: string } {
  const found = overrides.find(({ knob }) => knob === partitionMode.name);
  const value = String(found?.value ?? partitionMode.defaultValue);
  return { knob: partitionMode.name, value, provenance: found?.provenance ?? 'default' };
}
