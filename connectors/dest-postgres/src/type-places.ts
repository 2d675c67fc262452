import type { QualifiedName } from '@rapidbyte/postgres';

/** Where the user-defined types and collations of streams live in this database. */
export interface TypePlaces {
  readonly schemaOf: (type: QualifiedName) => string;
  /** ` COLLATE …`; empty where the destination lacks the collation. */
  readonly collate: (collation: QualifiedName) => string;
}
