import { ConnectorError } from '@rapidbyte/connector';
import type { Connection, QualifiedName } from '@rapidbyte/postgres';

/** A row of pg_type, with what its kind adds. */
export interface CatalogType {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** pg_type.typtype: base, composite, domain, enum, multirange, pseudo, range. */
  readonly kind: 'b' | 'c' | 'd' | 'e' | 'm' | 'p' | 'r';
  /** In pg_catalog from the start: its OID and its meaning are the same in every database. */
  readonly builtin: boolean;
  /** 0: not an array. */
  readonly element: number;
  /** It has a send and a receive function. */
  readonly binary: boolean;
  readonly extension: { readonly name: string; readonly version: string } | null;
  readonly labels: readonly string[] | null;
  readonly domain: CatalogDomain | null;
  readonly composite: CatalogComposite | null;
  readonly range: CatalogRange | null;
  /** The range type of a multirange; 0: it is none. */
  readonly multirangeOf: number;
}

/** A use of a type: what stands in a column's, attribute's or domain's declaration. */
export interface TypeUse {
  readonly type: number;
  readonly modifier: number;
  /** format_type with and without the modifier. */
  readonly formatted: string;
  readonly unmodified: string;
}

export interface CatalogDomain extends TypeUse {
  readonly notNull: boolean;
  readonly default: string | null;
  readonly collation: QualifiedName | null;
  readonly checks: readonly { readonly name: string; readonly definition: string }[];
}

export interface CatalogComposite {
  readonly ofRelation: boolean;
  readonly attributes: readonly (TypeUse & { readonly name: string; readonly collation: QualifiedName | null })[];
}

export interface CatalogRange extends TypeUse {
  readonly collation: QualifiedName | null;
  readonly operatorClass: string | null;
  readonly canonical: string | null;
  readonly difference: string | null;
  readonly multirange: QualifiedName | null;
}

/** Multiranges came with PostgreSQL 14. */
const multirangeVersion = 140_000;

const qualified = (schema: string, name: string): string =>
  `(SELECT jsonb_build_object('schema', qn.nspname, 'name', ${name}) FROM pg_namespace qn WHERE qn.oid = ${schema})`;
const collation = (oid: string, own: string): string =>
  `CASE WHEN ${oid} <> 0 AND ${oid} <> coalesce(${own}, 0) THEN (
     SELECT ${qualified('co.collnamespace', 'co.collname')} FROM pg_collation co WHERE co.oid = ${oid}) END`;
const use = (type: string, modifier: string): string =>
  `'type', ${type}::int8, 'modifier', ${modifier}, 'formatted', format_type(${type}, ${modifier}), 'unmodified', format_type(${type}, -1)`;
const procedure = (oid: string): string =>
  `(SELECT format('%I.%I', pn.nspname, p.proname) FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = ${oid}::oid)`;
const isArray = `(t.typelem <> 0 AND t.typlen = -1 AND t.typcategory = 'A')`;

function typesSql(serverVersion: number): string {
  const multiranges = serverVersion >= multirangeVersion;
  return `
WITH RECURSIVE wanted(oid) AS (
  SELECT unnest($1::oid[])
  UNION
  SELECT part.oid
  FROM wanted JOIN pg_type t ON t.oid = wanted.oid
  CROSS JOIN LATERAL (
    SELECT t.typelem AS oid WHERE ${isArray}
    UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
    UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid
    ${multiranges ? 'UNION ALL SELECT r.rngtypid FROM pg_range r WHERE r.rngmultitypid = t.oid' : ''}
    UNION ALL SELECT a.atttypid FROM pg_attribute a
      WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) AS part
)
SELECT t.oid, n.nspname AS schema, t.typname AS name, t.typtype AS kind,
  n.nspname = 'pg_catalog' AND t.oid < 16384 AS builtin,
  CASE WHEN ${isArray} THEN t.typelem ELSE 0 END AS element,
  t.typsend <> 0 AND t.typreceive <> 0 AS binary,
  (SELECT jsonb_build_object('name', e.extname, 'version', e.extversion)
    FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_type'::regclass AND d.objid = CASE WHEN ${isArray} THEN t.typelem ELSE t.oid END
      AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e') AS extension,
  CASE WHEN t.typtype = 'e' THEN ARRAY(
    SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END AS labels,
  CASE WHEN t.typtype = 'd' THEN jsonb_build_object(
    ${use('t.typbasetype', 't.typtypmod')},
    'notNull', t.typnotnull,
    'default', pg_get_expr(t.typdefaultbin, 0),
    'collation', ${collation('t.typcollation', '(SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype)')},
    'checks', coalesce((
      SELECT jsonb_agg(jsonb_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid)) ORDER BY k.conname)
      FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated), '[]')
  ) END AS domain,
  CASE WHEN t.typtype = 'c' THEN jsonb_build_object(
    'ofRelation', (SELECT c.relkind <> 'c' FROM pg_class c WHERE c.oid = t.typrelid),
    'attributes', coalesce((
      SELECT jsonb_agg(jsonb_build_object(
        'name', a.attname, ${use('a.atttypid', 'a.atttypmod')},
        'collation', ${collation('a.attcollation', '(SELECT b.typcollation FROM pg_type b WHERE b.oid = a.atttypid)')}
      ) ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '[]')
  ) END AS composite,
  (SELECT jsonb_build_object(
      ${use('r.rngsubtype', '-1')},
      'collation', ${collation('r.rngcollation', '(SELECT b.typcollation FROM pg_type b WHERE b.oid = r.rngsubtype)')},
      'operatorClass', (SELECT format('%I.%I', opn.nspname, op.opcname)
        FROM pg_opclass op JOIN pg_namespace opn ON opn.oid = op.opcnamespace
        WHERE op.oid = r.rngsubopc AND NOT op.opcdefault),
      'canonical', ${procedure('r.rngcanonical')},
      'difference', ${procedure('r.rngsubdiff')},
      'multirange', ${multiranges ? `(SELECT ${qualified('m.typnamespace', 'm.typname')} FROM pg_type m WHERE m.oid = r.rngmultitypid)` : 'NULL'}
    ) FROM pg_range r WHERE r.rngtypid = t.oid) AS range,
  ${multiranges ? 'coalesce((SELECT r.rngtypid FROM pg_range r WHERE r.rngmultitypid = t.oid), 0)' : '0'} AS "multirangeOf"
FROM (SELECT DISTINCT oid FROM wanted) AS w JOIN pg_type t ON t.oid = w.oid JOIN pg_namespace n ON n.oid = t.typnamespace`;
}

/** The types that have been looked up on one connection; types change rarely, so they are kept for its time. */
export class TypeCatalog {
  readonly #types = new Map<number, CatalogType>();

  /** Looks up these types and all that they consist of, in one round trip, unless they are known. */
  async load(connection: Connection, oids: Iterable<number>): Promise<void> {
    const unknown = new Set([...oids].filter((oid) => !this.#types.has(oid)));
    if (unknown.size === 0) return;
    const { rows } = await connection.client.query<CatalogType>({
      text: typesSql(connection.serverVersionNumber),
      values: [[...unknown]],
    });
    for (const row of rows) this.#types.set(row.oid, row);
  }

  /** @throws {ConnectorError} `type_not_found` for one that was dropped since its column was read */
  get(oid: number): CatalogType {
    const type = this.#types.get(oid);
    if (type !== undefined) return type;
    throw new ConnectorError({
      code: 'type_not_found',
      category: 'transient',
      message: `the type with OID ${oid} was dropped while the catalog was being read`,
      hint: 'try again',
    });
  }
}
