import { ConnectorError, type Cursor, type Position, type Problem, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName, quoteIdentifier, quoteQualified, type Connection } from '@rapidbyte/postgres';
import type { Relation } from '../catalog/relations.ts';
import type { Described } from '../held-transaction.ts';
import { viewSettings } from '../view-settings.ts';
import { incarnationOf, type Incarnation, type System } from './incarnation.ts';
import { lookBackFrom, lookBackProblem } from './look-back.ts';
import {
  about,
  formExpressions,
  hasCursor,
  hasNoCursor,
  isFrom,
  orderBy,
  orderingOf,
  type Ordering,
} from './ordering.ts';
import {
  beginning,
  decodeOrder,
  encodeOrder,
  readPosition,
  resetCommand,
  writePosition,
  type Place,
} from './position.ts';

/** Where an incremental stream stands at a snapshot. */
export interface Standing {
  readonly problems: readonly Problem[];
  /** The history that its positions belong to; absent if there are errors. */
  readonly incarnation?: Incarnation;
  /** Of a stream that has no position yet: that of its greatest row. Absent where there is none, and nothing else either. */
  readonly position?: Position;
}

/**
 * Asks the server, in a transaction at the snapshot.
 *
 * @param resume where the destination says that the stream stands; undefined: it is read from the beginning
 */
export async function standingOf(
  connection: Connection,
  spec: StreamSpec,
  cursor: Cursor,
  resume: Position | undefined,
  { relation, catalog }: Described,
  system: System,
): Promise<Standing> {
  const { ordering, problems } = orderingOf(cursor, relation, catalog, connection.serverEncoding);
  if (ordering === undefined) return { problems };
  const wrongLookBack =
    cursor.lookBack === undefined
      ? undefined
      : await lookBackProblem(connection, relation, ordering[0], cursor.lookBack);
  if (wrongLookBack !== undefined) return { problems: [wrongLookBack] };
  const incarnation = incarnationOf(system, relation, ordering);
  const inquiry = new Inquiry(connection, relation, cursor, ordering, incarnation);
  const isView = relation.kind === 'v';
  try {
    if (isView) await connection.client.query(`SAVEPOINT view; ${viewSettings}`);
    const standing = await inquiry.standing(resume).catch((error: unknown) => {
      if (error instanceof ConnectorError) return { problems: [asProblem(error, spec)] };
      throw error;
    });
    // The settings end with the savepoint; the transaction goes on.
    if (isView) await connection.client.query('ROLLBACK TO SAVEPOINT view; RELEASE SAVEPOINT view');
    return standing;
  } catch (error) {
    throw connection.translate(error, formatStreamName(relation));
  }
}

class Inquiry {
  readonly #connection: Connection;
  readonly #relation: Relation;
  readonly #cursor: Cursor;
  readonly #ordering: Ordering;
  readonly #incarnation: Incarnation;
  readonly #stream: string;
  readonly #table: string;

  constructor(
    connection: Connection,
    relation: Relation,
    cursor: Cursor,
    ordering: Ordering,
    incarnation: Incarnation,
  ) {
    this.#connection = connection;
    this.#relation = relation;
    this.#cursor = cursor;
    this.#ordering = ordering;
    this.#incarnation = incarnation;
    this.#stream = formatStreamName(relation);
    this.#table = quoteQualified(relation.namespace, relation.name);
  }

  /** @throws {ConnectorError} `position_unknown`, `cursor_value_too_large` */
  async standing(resume: Position | undefined): Promise<Standing> {
    const place =
      resume === undefined ? undefined : readPosition(this.#stream, resume, this.#incarnation, this.#ordering);
    const errors = [...(await this.#nullCursors()), ...(await this.#nullTieBreakers(place))];
    if (errors.length > 0) return { problems: errors };
    const greatest = await this.#greatest();
    if (place === undefined) {
      const position = await this.#firstPosition(greatest);
      const problems = greatest === undefined ? [] : this.#endless(greatest);
      return { problems, incarnation: this.#incarnation, ...(position === undefined ? {} : { position }) };
    }
    const problems = [...this.#endless(place.order), ...this.#backwards(place, greatest), ...this.#timeline(place)];
    return { problems, incarnation: this.#incarnation };
  }

  async #nullCursors(): Promise<Problem[]> {
    const [cursor] = this.#ordering;
    if (!cursor.nullable || this.#cursor.nulls === 'include') return [];
    if (!(await this.#exists(hasNoCursor(this.#ordering)))) return [];
    const column = JSON.stringify(cursor.name);
    return [
      {
        ...about(this.#relation, 'error', 'data', cursor.name),
        code: 'null_cursor_found',
        message: `column ${column} of ${this.#stream}, its cursor, is NULL in at least one row, which has no place in the order`,
        hint: `give such rows a value (SELECT * FROM ${this.#table} WHERE ${quoteIdentifier(cursor.name)} IS NULL shows them), or set null_cursor: include`,
      },
    ];
  }

  /** Of a NULL there is no saying whether it comes before or after: such a row would be missed. */
  async #nullTieBreakers(place: Place | undefined): Promise<Problem[]> {
    const [cursor, tieBreaker] = this.#ordering;
    if (tieBreaker?.nullable !== true) return [];
    const [first] = place?.values ?? [];
    const conditions = [`${quoteIdentifier(tieBreaker.name)} IS NULL`, hasCursor(this.#ordering)];
    if (first !== undefined) {
      const { lookBack } = this.#cursor;
      const from = lookBack === undefined ? first.literal : lookBackFrom(cursor, first, lookBack);
      conditions.push(isFrom(this.#ordering, from));
    }
    if (!(await this.#exists(conditions.join(' AND ')))) return [];
    return [
      {
        ...about(this.#relation, 'error', 'data', tieBreaker.name),
        code: 'null_tie_breaker_found',
        message: `column ${JSON.stringify(tieBreaker.name)} of ${this.#stream}, its tie-breaker, is NULL in at least one row that has a cursor`,
        hint: 'take a tie-breaker that is NOT NULL: most often the primary key',
      },
    ];
  }

  async #greatest(): Promise<Uint8Array | undefined> {
    const forms = formExpressions(this.#ordering);
    const { rows } = await this.#connection.client.query<(Uint8Array | null)[]>({
      text: `SELECT ${forms.join(', ')} FROM ${this.#table} WHERE ${hasCursor(this.#ordering)} ${orderBy(this.#ordering, 'DESC')} LIMIT 1`,
      rowMode: 'array',
    });
    const [row] = rows;
    // A tie-breaker that is NULL lies before the position: it has been looked for behind.
    if (row === undefined || row.includes(null)) return undefined;
    return encodeOrder(this.#stream, this.#ordering, row as Uint8Array[]);
  }

  /** Rows without a cursor, read once, must not be read again: where there are only such, the stream stands at its beginning. */
  async #firstPosition(greatest: Uint8Array | undefined): Promise<Position | undefined> {
    if (greatest !== undefined) return writePosition(this.#incarnation, greatest);
    if (!this.#ordering[0].nullable || !(await this.#exists(hasNoCursor(this.#ordering)))) return undefined;
    return writePosition(this.#incarnation, beginning);
  }

  #backwards({ order, values }: Place, greatest: Uint8Array | undefined): Problem[] {
    if (values.length === 0 || (greatest !== undefined && Buffer.compare(greatest, order) >= 0)) return [];
    const [cursor] = this.#ordering;
    const now = greatest === undefined ? 'none' : this.#show(greatest);
    return [
      {
        ...about(this.#relation, 'warning', 'data', cursor.name),
        code: 'cursor_went_backwards',
        message: `${this.#stream} has been read up to ${this.#show(order)}, and its greatest ${JSON.stringify(cursor.name)} is ${now}: rows were deleted, or the cursor was set back`,
        hint: `rows that come below that position are not read; if there may be any: ${resetCommand(this.#stream)}`,
      },
    ];
  }

  #endless(order: Uint8Array): Problem[] {
    const [value] = decodeOrder(this.#ordering, order);
    if (value?.endless !== true) return [];
    const [cursor] = this.#ordering;
    return [
      {
        ...about(this.#relation, 'warning', 'data', cursor.name),
        code: 'cursor_endless',
        message: `the greatest ${JSON.stringify(cursor.name)} of ${this.#stream} is ${value.text}: no later row comes after it, so none will be read`,
        hint: 'give such rows another value, or take another cursor',
      },
    ];
  }

  #timeline({ timeline }: Place): Problem[] {
    const now = this.#incarnation.timeline;
    if (timeline === null || now === null || timeline === now) return [];
    return [
      {
        ...about(this.#relation, 'warning', 'data', this.#ordering[0].name),
        code: 'timeline_changed',
        message: `the server was promoted or restored since ${this.#stream} was read first: it is on timeline ${now}, and was on ${timeline}`,
        hint: `if it lost transactions by that, rows may have come below the position since; to be sure, and rid of this warning: ${resetCommand(this.#stream)}`,
      },
    ];
  }

  #show(order: Uint8Array): string {
    const values = decodeOrder(this.#ordering, order);
    return `(${values.map(({ text }) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)).join(', ')})`;
  }

  async #exists(condition: string): Promise<boolean> {
    const { rows } = await this.#connection.client.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM ${this.#table} WHERE ${condition}) AS found`,
    );
    return rows[0]?.found === true;
  }
}

function asProblem({ category, code, message, hint, column }: ConnectorError, { name }: StreamSpec): Problem {
  return {
    severity: 'error',
    category,
    code,
    message,
    stream: name,
    ...(hint === undefined ? {} : { hint }),
    ...(column === undefined ? {} : { column }),
  };
}

/** Of what an incremental stream can't do without. */
export function withoutSnapshot({ name }: StreamSpec, why: string): Problem {
  return {
    severity: 'error',
    category: 'config',
    code: 'snapshot_not_exported',
    message: `${formatStreamName(name)} can't be read incrementally: ${why}`,
    hint: 'connect to the server itself, not by a pooler, or read the stream by full_refresh',
    stream: name,
  };
}

export function withoutCursor({ name }: StreamSpec): Problem {
  return {
    severity: 'error',
    category: 'config',
    code: 'cursor_missing',
    message: `${formatStreamName(name)} is to be read incrementally, and no cursor is named`,
    hint: 'name the column to go by: cursor_field',
    stream: name,
  };
}
