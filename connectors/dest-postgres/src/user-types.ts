import type { Column } from '@rapidbyte/connector';
import { quoteQualified, readColumnDefinition, type QualifiedName, type UserType } from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';
import type { Target } from './target.ts';
import { compareType } from './type-difference.ts';
import type { TypePlaces } from './type-places.ts';

/** A user-defined type that a stream's columns need, held against what is there. */
export interface TypeState {
  readonly type: UserType;
  /** Where it is, or will be made. */
  readonly schema: string;
  readonly exists: boolean;
  /** In words: how an existing type of that name differs, or why a missing one can't be made. */
  readonly obstacle?: string;
}

export interface TypeCatalog extends TypePlaces {
  /** In an order in which they can be made. */
  readonly types: readonly TypeState[];
  /** Collations that the destination lacks. */
  readonly missingCollations: readonly QualifiedName[];
}

const key = ({ schema, name }: QualifiedName): string => JSON.stringify([schema, name]);

/** Looks up every user-defined type and collation of these columns. Changes nothing. */
export async function readTypeCatalog(
  db: Queryable,
  columns: readonly Column[],
  schema: string | undefined,
): Promise<TypeCatalog> {
  const types = new Map<string, UserType>();
  const collations = new Map<string, QualifiedName>();
  const clashes = new Map<string, string>();
  for (const column of columns) {
    const definition = readColumnDefinition(column);
    if (definition === undefined) continue;
    for (const type of definition.types) types.set(key(type), type);
    for (const name of collationsOf(definition)) collations.set(key(name), name);
  }
  const placed = new Map<string, string>();
  const states: TypeState[] = [];
  const places: TypePlaces = {
    schemaOf: (type) => placed.get(key(type)) ?? schema ?? type.schema,
    collate: (name) => (missing.has(key(name)) ? '' : ` COLLATE ${quoteQualified(name.schema, name.name)}`),
  };
  const missing = new Map<string, QualifiedName>();
  for (const name of collations.values()) {
    if (!(await collationExists(db, name))) missing.set(key(name), name);
  }
  for (const type of types.values()) {
    const target = (await extensionSchema(db, type)) ?? schema ?? type.schema;
    placed.set(key(type), target);
    const place = key({ schema: target, name: type.name });
    const content = JSON.stringify({ ...type, schema: target });
    const clash = clashes.get(place);
    clashes.set(place, content);
    if (clash !== undefined && clash !== content) {
      const obstacle = `two types of the source would both become ${quoteQualified(target, type.name)}`;
      states.push({ type, schema: target, exists: false, obstacle });
    } else {
      states.push({ type, schema: target, ...(await compareType(db, type, target, places)) });
    }
  }
  return { ...places, types: states, missingCollations: [...missing.values()] };
}

function* collationsOf(definition: {
  collation?: QualifiedName | undefined;
  types: readonly UserType[];
}): Iterable<QualifiedName> {
  if (definition.collation !== undefined) yield definition.collation;
  for (const type of definition.types) {
    if ((type.kind === 'domain' || type.kind === 'range') && type.collation !== undefined) yield type.collation;
    if (type.kind !== 'composite') continue;
    for (const attribute of type.attributes) if (attribute.collation !== undefined) yield attribute.collation;
  }
}

/** A table's row type has its name, too: no type may be called like it. */
export async function typeExists(db: Queryable, { schema, table }: Target): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = $1 AND t.typname = $2 AND NOT (t.typelem <> 0 AND t.typlen = -1)`,
    [schema, table],
  );
  return rows.length > 0;
}

async function collationExists(db: Queryable, { schema, name }: QualifiedName): Promise<boolean> {
  const found = await db.query(
    `SELECT FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
      WHERE n.nspname = $1 AND c.collname = $2 AND c.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database()))`,
    [schema, name],
  );
  return found.rows.length > 0;
}

/** An extension may be installed in another schema than at the source. */
async function extensionSchema(db: Queryable, type: UserType): Promise<string | undefined> {
  if (type.kind !== 'base' || type.extension === undefined) return undefined;
  const { rows } = await db.query<{ nspname: string }>(
    `SELECT n.nspname FROM pg_extension e
       JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
       JOIN pg_type t ON d.classid = 'pg_type'::regclass AND d.objid = t.oid
       JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE e.extname = $1 AND t.typname = $2`,
    [type.extension.name, type.name],
  );
  return rows[0]?.nspname;
}
