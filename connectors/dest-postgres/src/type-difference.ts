import { quoteIdentifier, type UserType } from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';
import type { TypePlaces } from './type-places.ts';

type ExistingType = {
  readonly oid: number;
  readonly typtype: string;
  readonly labels: string[] | null;
  readonly base: string;
  readonly notnull: boolean;
  readonly checks: string[] | null;
  readonly attributes: string[] | null;
  readonly subtype: string | null;
};

/** search_path is pg_catalog, so that format_type qualifies the names of everyone else. */
const existingTypeSql = `SELECT t.oid, t.typtype, t.typnotnull AS notnull, format_type(t.typbasetype, t.typtypmod) AS base,
  (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
  (SELECT array_agg(pg_get_constraintdef(c.oid) ORDER BY 1) FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c') AS checks,
  (SELECT array_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes,
  (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid) AS subtype
 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = $1 AND t.typname = $2`;

/** Holds a type that a column needs against the one of that name, if there is one. */
export async function compareType(
  db: Queryable,
  type: UserType,
  schema: string,
  places: TypePlaces,
): Promise<{ exists: boolean; obstacle?: string }> {
  const { rows } = await db.query<ExistingType>(existingTypeSql, [schema, type.name]);
  const existing = rows[0];
  if (existing === undefined) {
    const obstacle = whyNotMade(type);
    return obstacle === undefined ? { exists: false } : { exists: false, obstacle };
  }
  const obstacle = difference(type, existing, await canonicalTypes(db, type, places));
  return obstacle === undefined ? { exists: true } : { exists: true, obstacle };
}

function whyNotMade(type: UserType): string | undefined {
  switch (type.kind) {
    case 'base':
      return type.extension === undefined
        ? 'it is missing here, and a base type can only be made by its own installation'
        : `it belongs to the extension ${type.extension.name}, which is not installed here`;
    case 'range':
      return type.canonical === undefined && type.difference === undefined
        ? undefined
        : 'it is missing here, and has functions of its own';
    case 'enum':
    case 'domain':
    case 'composite':
      return undefined;
  }
}

const typtypes = { enum: 'e', domain: 'd', composite: 'c', range: 'r', base: undefined } as const;

function difference(type: UserType, existing: ExistingType, references: readonly string[]): string | undefined {
  const expected = typtypes[type.kind];
  if (expected !== undefined && existing.typtype !== expected) return `a type of another kind has that name`;
  switch (type.kind) {
    case 'base':
      return undefined;
    case 'enum':
      return isSubsequence(type.labels, existing.labels ?? [])
        ? undefined
        : `its labels there are (${type.labels.join(', ')}), here (${(existing.labels ?? []).join(', ')})`;
    case 'domain': {
      if (references[0] !== existing.base) return `it is based on ${references[0]} there, on ${existing.base} here`;
      if (existing.notnull && !type.notNull) return 'it is NOT NULL here';
      const checks = new Set(type.checks.map(({ definition }) => definition));
      const extra = (existing.checks ?? []).find((check) => !checks.has(check));
      return extra === undefined ? undefined : `it has ${extra} here`;
    }
    case 'composite': {
      const wanted = type.attributes.map(({ name }, i) => `${quoteLikeServer(name)} ${references[i]}`).join(', ');
      const found = (existing.attributes ?? []).map(normalizeQuotes).join(', ');
      return wanted === found ? undefined : `it is (${wanted}) there, (${found}) here`;
    }
    case 'range':
      return references[0] === existing.subtype
        ? undefined
        : `it is a range of ${references[0]} there, of ${existing.subtype} here`;
  }
}

/** Both sides are compared with every name in quotes. */
function quoteLikeServer(name: string): string {
  return quoteIdentifier(name);
}
function normalizeQuotes(attribute: string): string {
  return attribute.startsWith('"') ? attribute : attribute.replace(/^\S+/, (name) => quoteIdentifier(name));
}

/** The labels of the source must be there in the same order; more of them do no harm. */
function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const label of whole) if (label === part[at]) at++;
  return at === part.length;
}

/** The types that a type consists of, as format_type writes them here. */
async function canonicalTypes(db: Queryable, type: UserType, places: TypePlaces): Promise<string[]> {
  const references =
    type.kind === 'domain'
      ? [type.base]
      : type.kind === 'composite'
        ? type.attributes.map((attribute) => attribute.type)
        : type.kind === 'range'
          ? [type.subtype]
          : [];
  const names: string[] = [];
  for (const reference of references) {
    if ('builtin' in reference) {
      names.push(reference.builtin);
      continue;
    }
    const { rows } = await db.query<{ name: string }>(`SELECT quote_ident($1) || '.' || quote_ident($2) AS name`, [
      places.schemaOf(reference),
      reference.name,
    ]);
    names.push(`${rows[0]?.name}${reference.modifiers ?? ''}${reference.array === true ? '[]' : ''}`);
  }
  return names;
}
