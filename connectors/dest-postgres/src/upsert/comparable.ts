import { formatType, type TypeReference } from '@rapidbyte/postgres';
import { checkedTypeText } from '../create-type.ts';
import { isSqlState } from '../lock.ts';
import type { Queryable } from '../queryable.ts';
import type { TypeCatalog } from '../user-types.ts';

/** What PostgreSQL says of a type without an ordering operator. */
const undefinedFunction = '42883';

/** Whether values of a type can be told apart and sorted, which an index needs. The type exists. */
export async function isComparable(db: Queryable, sqlType: string): Promise<boolean> {
  try {
    await db.query(`SELECT FROM (SELECT NULL::${sqlType} AS value) AS probe ORDER BY value`);
    return true;
  } catch (error) {
    if (isSqlState(error, undefinedFunction)) return false;
    throw error;
  }
}

/** The same of a type that is yet to be made, too. */
export async function willBeComparable(db: Queryable, type: TypeReference, catalog: TypeCatalog): Promise<boolean> {
  if ('builtin' in type) return isComparable(db, checkedTypeText(formatType(type, catalog.schemaOf), type));
  const state = catalog.types.find(({ type: known }) => known.schema === type.schema && known.name === type.name);
  if (state === undefined || state.exists) {
    return isComparable(db, checkedTypeText(formatType(type, catalog.schemaOf), type));
  }
  switch (state.type.kind) {
    case 'enum':
    case 'range':
      return true;
    case 'domain':
      return willBeComparable(db, state.type.base, catalog);
    case 'composite':
      for (const attribute of state.type.attributes) {
        if (!(await willBeComparable(db, attribute.type, catalog))) return false;
      }
      return true;
    case 'base':
      return false;
  }
}
