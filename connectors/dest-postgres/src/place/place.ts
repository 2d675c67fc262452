/** Where the rows of a session go, one transaction after the other. */
export interface Place {
  /** The table that COPY fills, with its column list. */
  readonly copyInto: string;
  /** In each transaction that has rows, before the first one. */
  readonly prepare?: () => Promise<void>;
  /** In each transaction that has rows, after the last one; `rows`: how many PostgreSQL has counted. */
  readonly settle?: (rows: number) => Promise<void>;
}
