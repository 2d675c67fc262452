import { quoteIdentifier, quoteLiteral, quoteQualified } from '@rapidbyte/postgres';
import type { StreamName } from '@rapidbyte/connector';
import type { Region, TokenPart } from './token.ts';

/** `FROM … WHERE …` of a part. Every name in it is quoted here, and every operator and function is pg_catalog's. */
export function fromClause(stream: StreamName, { only, except, ...region }: TokenPart): string {
  const table =
    only === undefined
      ? quoteQualified(stream.namespace, stream.name)
      : `ONLY ${quoteQualified(only.namespace, only.name)}`;
  const conditions = [
    ...regionConditions(region),
    // Where a key is NULL, a region's condition is NULL, and the row is not in it.
    ...except.map((one) => `(${regionConditions(one).join(' AND ') || 'TRUE'}) IS NOT TRUE`),
  ];
  return `FROM ${table}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`;
}

function regionConditions({ blocks, keys, residues }: Region): string[] {
  const conditions: string[] = [];
  if (blocks !== undefined) {
    const [from, to] = blocks;
    conditions.push(`ctid >= ${blockStart(from)}`);
    if (to !== null) conditions.push(`ctid < ${blockStart(to)}`);
  }
  if (keys !== undefined) conditions.push(keyCondition(keys));
  if (residues !== undefined) conditions.push(residueCondition(residues));
  return conditions;
}

/** No tuple has offset 0, so that a range of blocks is a range of TIDs. */
function blockStart(block: number): string {
  return `'(${block},0)'::pg_catalog.tid`;
}

function keyCondition({ column, type, from, to, nulls, values }: NonNullable<Region['keys']>): string {
  const name = quoteIdentifier(column);
  if (!values) return nulls ? `${name} IS NULL` : 'FALSE';
  const bounds = [
    ...(from === null ? [] : [`${name} >= ${quoteLiteral(from)}::pg_catalog.${type}`]),
    ...(to === null ? [] : [`${name} < ${quoteLiteral(to)}::pg_catalog.${type}`]),
  ];
  if (bounds.length === 0) return nulls ? 'TRUE' : `${name} IS NOT NULL`;
  return nulls ? `(${bounds.join(' AND ')} OR ${name} IS NULL)` : bounds.join(' AND ');
}

function residueCondition({ columns, hashed, modulus, remainders }: NonNullable<Region['residues']>): string {
  const names = columns.map(quoteIdentifier);
  const [name = ''] = names;
  const list = remainders.join(', ');
  // NULL counts as 0. % has the sign of its left side.
  if (!hashed) return `((coalesce(${name}, 0) % ${modulus}) + ${modulus}) % ${modulus} IN (${list})`;
  const text = names.length === 1 ? `${name}::pg_catalog.text` : `ROW(${names.join(', ')})::pg_catalog.text`;
  const hash = `pg_catalog.hashtextextended(coalesce(${text}, '') COLLATE pg_catalog."C", 0)`;
  // Without the sign's bit: abs() has no answer for the lowest number.
  return `(${hash} & 9223372036854775807) % ${modulus} IN (${list})`;
}
