import { ConnectorError } from '@rapidbyte/connector';
import {
  formatType,
  quoteIdentifier,
  quoteLiteral,
  quoteQualified,
  type QualifiedName,
  type TypeReference,
} from '@rapidbyte/postgres';
import type { TypePlaces } from './type-places.ts';
import type { TypeState } from './user-types.ts';

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
