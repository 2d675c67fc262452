export { columnEncoding, type ColumnEncoding } from './column-encoding.ts';
export { connect, type Connection, type ConnectOptions } from './connect.ts';
export {
  configProblem,
  configProblems,
  connectionShape,
  formatServer,
  resolveConnection,
  type ConnectionConfig,
  type ConnectionInput,
  type SslMode,
  type TlsConfig,
} from './connection-config.ts';
export { connectionLost, sqlStateCategory, translateError, type ErrorContext } from './errors.ts';
export { formatStreamName, maxIdentifierBytes, quoteIdentifier, quoteLiteral, quoteQualified } from './identifier.ts';
export {
  formatType,
  readColumnDefinition,
  writeColumnDefinition,
  type ColumnDefinition,
  type QualifiedName,
  type TypeReference,
  type UserType,
} from './native-definition.ts';
export { spareConnections } from './spare-connections.ts';
export {
  formField,
  isPortableBuiltin,
  numericModifier,
  opaqueTypeName,
  typeForms,
  type Form,
  type TypeFacts,
  type TypeForms,
} from './types.ts';
