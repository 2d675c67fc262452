/** The capability, and the schema variant, of columns that hold PostgreSQL's own binary forms. */
export const nativeEncoding = 'native:postgresql';
