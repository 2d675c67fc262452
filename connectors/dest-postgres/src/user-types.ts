import { ConnectorError, type Column } from '@rapidbyte/connector';
import {
  formatType,
  quoteIdentifier,
  quoteLiteral,
  quoteQualified,
  readColumnDefinition,
  type QualifiedName,
  type TypeReference,
  type UserType,
} from '@rapidbyte/postgres';
import type { Queryable } from './queryable.ts';

/** Where the user-defined types and collations of streams live in this database. */
export interface TypePlaces {
  readonly schemaOf: (type: QualifiedName) => string;
  /** ` COLLATE …`; empty where the destination lacks the collation. */
  readonly collate: (collation: QualifiedName) => string;
}

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

async function compareType(
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
    const { rows } = await db.query<{ name: string }>(
      `SELECT quote_ident($1) || '.' || quote_ident($2) AS name`,
      [places.schemaOf(reference), reference.name],
    );
    names.push(`${rows[0]?.name}${reference.modifiers ?? ''}${reference.array === true ? '[]' : ''}`);
  }
  return names;
}

/** The statement that makes a type. */
export function createTypeSql(state: TypeState, places: TypePlaces): string {
  const { type } = state;
  const name = quoteQualified(state.schema, type.name);
  const reference = (part: TypeReference): string => checkedTypeText(formatType(part, places.schemaOf), part);
  const collate = (collation: QualifiedName | undefined): string =>
    collation === undefined ? '' : places.collate(collation);
  switch (type.kind) {
    case 'enum':
      return `CREATE TYPE ${name} AS ENUM (${type.labels.map(quoteLiteral).join(', ')})`;
    case 'domain':
      return [
        `CREATE DOMAIN ${name} AS ${reference(type.base)}${collate(type.collation)}`,
        type.default === undefined ? '' : ` DEFAULT ${type.default}`,
        type.notNull ? ' NOT NULL' : '',
        ...type.checks.map((check) => ` CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`),
      ].join('');
    case 'composite': {
      const attributes = type.attributes.map(
        (attribute) => `${quoteIdentifier(attribute.name)} ${reference(attribute.type)}${collate(attribute.collation)}`,
      );
      return `CREATE TYPE ${name} AS (${attributes.join(', ')})`;
    }
    case 'range': {
      const options = [`SUBTYPE = ${reference(type.subtype)}`];
      if (type.operatorClass !== undefined) options.push(`SUBTYPE_OPCLASS = ${type.operatorClass}`);
      if (type.collation !== undefined && places.collate(type.collation) !== '') {
        options.push(`COLLATION = ${quoteQualified(type.collation.schema, type.collation.name)}`);
      }
      if (type.multirange !== undefined) {
        options.push(`MULTIRANGE_TYPE_NAME = ${quoteQualified(state.schema, type.multirange.name)}`);
      }
      return `CREATE TYPE ${name} AS RANGE (${options.join(', ')})`;
    }
    case 'base':
      throw new ConnectorError({
        code: 'type_missing',
        category: 'schema',
        message: `the type ${name} is missing`,
        hint: 'install it at the destination',
      });
  }
}

/** What format_type writes for a pg_catalog type: words, modifiers of numbers, more words, brackets. */
const builtinTypeText = /^"?[a-z][a-z0-9_ ]*"?(?:\(-?\d+(?:,-?\d+)?\))?(?: [a-z]+)*(?:\(\d+\))?(?:\[\])*$/;
const modifiersText = /^\([A-Za-z0-9_, ]*\)$/;

/** Type names travel as SQL text: anything that is not just that is refused. */
export function checkedTypeText(text: string, type: TypeReference): string {
  const fine =
    'builtin' in type
      ? builtinTypeText.test(type.builtin)
      : type.modifiers === undefined || modifiersText.test(type.modifiers);
  if (fine) return text;
  throw new ConnectorError({
    code: 'native_definition_invalid',
    category: 'protocol',
    message: `${JSON.stringify(text)} is not the name of a type`,
    hint: 'use connectors of the same version on both sides',
  });
}
