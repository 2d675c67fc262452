import { quoteQualified } from '@rapidbyte/postgres';

/** The state tables' names, quoted and qualified. People read them too: plain columns, no encoding of their own. */
export interface StateTables {
  readonly schema: string;
  /** One row: the version of all of them. */
  readonly format: string;
  /** A row per stream: its newest load, its epoch, its position. */
  readonly stream: string;
  /** A row per unit of each stream's newest load. */
  readonly receipt: string;
}

export function stateTables(schema: string): StateTables {
  return {
    schema,
    format: quoteQualified(schema, 'format'),
    stream: quoteQualified(schema, 'stream'),
    receipt: quoteQualified(schema, 'receipt'),
  };
}
