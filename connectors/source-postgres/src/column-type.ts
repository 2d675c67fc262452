import {
  isPortableBuiltin,
  typeForms,
  type ColumnDefinition,
  type QualifiedName,
  type TypeForms,
  type TypeReference,
  type UserType,
} from '@rapidbyte/postgres';
import type { RelationColumn } from './catalog/relations.ts';
import type { CatalogType, TypeCatalog, TypeUse } from './catalog/types.ts';

/** What a column's type means for reading it. */
export interface ColumnType {
  readonly forms: TypeForms;
  /** pg_type.typname where the column's values are of a pg_catalog base type, domains resolved; else ''. */
  readonly typname: string;
  /** False for pseudo-types, which have no values that could be read. */
  readonly readable: boolean;
}

export function columnType(column: RelationColumn, catalog: TypeCatalog): ColumnType {
  let type = catalog.get(column.type);
  let { modifier } = column;
  while (type.domain !== null) {
    modifier = type.domain.modifier;
    type = catalog.get(type.domain.type);
  }
  const array = type.element !== 0;
  const { kind } = type;
  if (kind === 'p' || kind === 'd') {
    return { forms: { canonical: { form: 'text' }, native: { form: 'text_form' } }, typname: '', readable: false };
  }
  const portable = isPortable(type, catalog);
  return {
    forms: typeForms({ builtin: type.builtin, name: type.name, kind, modifier, portable, array }),
    typname: type.builtin && kind === 'b' && !array ? type.name : '',
    readable: true,
  };
}

/** Whether the binary form exists for everything in the type, and means the same in another database. */
function isPortable(type: CatalogType, catalog: TypeCatalog): boolean {
  if (!type.binary || type.kind === 'p') return false;
  if (type.element !== 0) return isPortable(catalog.get(type.element), catalog);
  if (type.multirangeOf !== 0) return isPortable(catalog.get(type.multirangeOf), catalog);
  if (type.domain !== null) return isPortable(catalog.get(type.domain.type), catalog);
  if (type.range !== null) return isPortable(catalog.get(type.range.type), catalog);
  if (type.composite !== null) {
    return type.composite.attributes.every((attribute) => isPortable(catalog.get(attribute.type), catalog));
  }
  return type.builtin ? isPortableBuiltin(type.name) : true;
}

/** From which a PostgreSQL destination can recreate the column. */
export function columnDefinition(column: RelationColumn, catalog: TypeCatalog): ColumnDefinition {
  const types: UserType[] = [];
  collectTypes(catalog.get(column.type), catalog, new Set(), types);
  return {
    type: reference(column, catalog),
    types,
    typname: columnType(column, catalog).typname,
    ...(column.collation === null ? {} : { collation: column.collation }),
    ...(column.identity === '' ? {} : { identity: column.identity === 'a' ? 'always' : 'by_default' }),
    ...(column.generated === '' || column.expression === null
      ? {}
      : { generated: { expression: column.expression, stored: column.generated === 's' } }),
  };
}

function reference(use: TypeUse, catalog: TypeCatalog): TypeReference {
  const type = catalog.get(use.type);
  const array = type.element !== 0;
  const named = array ? catalog.get(type.element) : type;
  if (named.builtin) return { builtin: use.formatted };
  const bare = array ? use.unmodified.slice(0, -'[]'.length) : use.unmodified;
  const modifiers = use.formatted.slice(bare.length, array ? -'[]'.length : undefined);
  return {
    schema: named.schema,
    name: named.name,
    ...(modifiers === '' ? {} : { modifiers }),
    ...(array ? { array } : {}),
  };
}

/** User-defined types of a tree, each after those that it consists of. */
function collectTypes(type: CatalogType, catalog: TypeCatalog, seen: Set<number>, found: UserType[]): void {
  if (type.builtin || seen.has(type.oid)) {
    // A built-in array or range has nothing but built-in types in it.
    return;
  }
  seen.add(type.oid);
  const visit = (oid: number): void => collectTypes(catalog.get(oid), catalog, seen, found);
  if (type.element !== 0) return visit(type.element);
  if (type.multirangeOf !== 0) return visit(type.multirangeOf);
  const { schema, name } = type;
  if (type.extension !== null || type.kind === 'b') {
    const extension = type.extension === null ? {} : { extension: type.extension };
    found.push({ kind: 'base', schema, name, ...extension, hasBinary: type.binary });
  } else if (type.labels !== null) {
    found.push({ kind: 'enum', schema, name, labels: [...type.labels] });
  } else if (type.domain !== null) {
    visit(type.domain.type);
    found.push({
      kind: 'domain',
      schema,
      name,
      base: reference(type.domain, catalog),
      notNull: type.domain.notNull,
      checks: [...type.domain.checks],
      ...(type.domain.default === null ? {} : { default: type.domain.default }),
      ...withCollation(type.domain.collation),
    });
  } else if (type.composite !== null) {
    for (const attribute of type.composite.attributes) visit(attribute.type);
    const attributes = type.composite.attributes.map((attribute) => ({
      name: attribute.name,
      type: reference(attribute, catalog),
      ...withCollation(attribute.collation),
    }));
    found.push({ kind: 'composite', schema, name, attributes, ofRelation: type.composite.ofRelation });
  } else if (type.range !== null) {
    visit(type.range.type);
    const { operatorClass, canonical, difference, multirange } = type.range;
    found.push({
      kind: 'range',
      schema,
      name,
      subtype: reference(type.range, catalog),
      ...withCollation(type.range.collation),
      ...(operatorClass === null ? {} : { operatorClass }),
      ...(canonical === null ? {} : { canonical }),
      ...(difference === null ? {} : { difference }),
      ...(multirange === null ? {} : { multirange }),
    });
  }
}

function withCollation(collation: QualifiedName | null): { collation?: QualifiedName } {
  return collation === null ? {} : { collation };
}
