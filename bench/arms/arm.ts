import type { Dataset } from '../datasets.ts';
import type { CommandUse } from '../measure/command.ts';
import type { PartUse, Parts } from '../runs.ts';
import type { LoadTrace } from './load-trace.ts';

/** A way to bring a table, rows, NOT NULLs and primary key, into a database where it does not exist yet. */
export interface Arm {
  readonly name: string;
  /** As a user would type it, for the report. */
  readonly command: string;
  /** In words, where the table that it makes is not quite the same; its rows always are. */
  readonly tableDiffers?: string;
  run(move: Move): Promise<CommandUse>;
  /** Ours: which of its processes did what. */
  readonly parts?: (use: CommandUse) => Parts<PartUse>;
  /** Ours: what it went through, if it writes that down. */
  readonly load?: (use: CommandUse, move: Move) => LoadTrace;
}

export interface Move {
  /** In schema public of both databases; the source's has no other table. */
  readonly table: string;
  readonly dataset: Dataset;
  /** What the table takes in the source, its key not counted. */
  readonly tableBytes: number;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** Empty, of this case alone. */
  readonly directory: string;
}

export interface Endpoint {
  /** Without the password, TLS settings included. */
  readonly url: string;
  readonly password: string;
}

export function urlWithPassword({ url, password }: Endpoint): string {
  const complete = new URL(url);
  // Encoded here: the setter leaves % as it is.
  complete.password = encodeURIComponent(password);
  return complete.href;
}

/** A run that takes longer has stalled: one connection of 20 Mbit/s carries 4 GB meanwhile. */
export const runTimeoutMs = 1_800_000;
