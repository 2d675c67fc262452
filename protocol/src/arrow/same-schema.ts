import { decodeSchema } from './decode/schema.ts';
import type { DataType, Field } from './schema.ts';

/**
 * Whether two Arrow schema messages mean the same: names, types, nullability, extension metadata, in order.
 * @throws ConnectorError schema_invalid
 */
export function sameSchema(a: Uint8Array, b: Uint8Array): boolean {
  if (Buffer.compare(a, b) === 0) return true;
  return sameFields(decodeSchema(a).fields, decodeSchema(b).fields);
}

function sameFields(a: readonly Field[], b: readonly Field[]): boolean {
  return a.length === b.length && a.every((field, index) => sameField(field, b[index]));
}

function sameField(a: Field, b: Field | undefined): boolean {
  if (b === undefined || a.name !== b.name || a.nullable !== b.nullable || a.metadata.size !== b.metadata.size)
    return false;
  return sameType(a.type, b.type) && [...a.metadata].every(([key, value]) => b.metadata.get(key) === value);
}

function sameType(a: DataType, b: DataType): boolean {
  const { children, ...plain } = split(a);
  const { children: otherChildren, ...otherPlain } = split(b);
  return JSON.stringify(plain) === JSON.stringify(otherPlain) && sameFields(children, otherChildren);
}

/** A type's own parameters in a fixed order, and its child fields. */
function split(type: DataType): { readonly own: readonly unknown[]; readonly children: readonly Field[] } {
  const children = 'children' in type ? type.children : 'child' in type ? [type.child] : [];
  const own = Object.entries(type)
    .filter(([key]) => key !== 'child' && key !== 'children')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { own, children };
}
