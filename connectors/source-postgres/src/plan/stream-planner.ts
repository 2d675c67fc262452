import { ConnectorError, type Problem, type StreamSpec } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { cover, type Box } from './box.ts';
import { cutBlocks, cutResidues, cutSlots, leastUnitsToCut, uncut, type Piece } from './cut.ts';
import type { Hold } from './hold.ts';
import { slotCount, type KeyAxis } from './key-axis.ts';
import { pack, tokenPart, type Bundle, type PlacedPiece } from './pack.ts';
import { sampleAxis } from './sample.ts';
import { modes, rangeKey, residueKey, shapeOf, type CutTable, type Mode, type RangeKey, type Shape } from './shape.ts';
import type { Survey } from './survey.ts';
import { encodeToken, type TokenRelation } from './token.ts';
import { evenUnitBytes, usualUnitBytes } from './unit-size.ts';

/** More units of a stream cost more in bookkeeping than smaller ones bring; larger tables get larger units. */
const maxUnits = 10_000;
/** Residue classes: every row is scanned so many times. */
const minModulus = 2;
const maxModulus = 64;

export interface CutRequest {
  readonly spec: StreamSpec;
  /** The mode asked for. */
  readonly asked: string;
  /** Units whose rows are taken care of, of all earlier plans. */
  readonly done: readonly string[];
  /** 0: as it thinks best. */
  readonly targetUnitBytes: number;
  readonly parallelism: number;
  readonly newId: (index: number) => string;
}

export interface CutUnit {
  readonly id: string;
  readonly token: Uint8Array;
  readonly bytes: number;
  readonly rows: number;
}

export interface StreamCut {
  readonly units: readonly CutUnit[];
  readonly mode: string;
  /** Why it is not the mode asked for. */
  readonly reason?: string;
  readonly wholeBecause?: string;
  /** No other unit of the stream may be open beside one of these. */
  readonly exclusive?: boolean;
}

/** Bundles, and how they came about. */
interface Decision {
  readonly mode: string;
  readonly reason?: string;
  readonly wholeBecause?: string;
  readonly bundles: readonly Bundle[];
}

/** Cuts one stream, and remembers what every unit of it holds. */
export class StreamPlanner {
  readonly #hold: Hold;
  readonly #survey: Survey;
  readonly #shape: Shape;
  /** By table and column. */
  readonly #axes = new Map<string, KeyAxis>();
  /** Of every plan so far, by id. */
  readonly #units = new Map<string, Bundle>();
  /** What the last plan took as done. */
  #settled: readonly string[] = [];
  #last: Decision | undefined;
  #lastIds: readonly string[] = [];

  constructor(hold: Hold, spec: StreamSpec, found: Survey) {
    this.#hold = hold;
    this.#survey = found;
    this.#shape = shapeOf(found, hold.connection.serverVersionNumber);
    // A view's estimate, if it has one, is the host's.
    if (this.#shape.bytes === 0) this.#shape = { ...this.#shape, ...spec.estimate };
  }

  problems({ name, partitionKey }: StreamSpec): Problem[] {
    const names = this.#survey.columns.map((column) => column.name);
    if (partitionKey === undefined || names.includes(partitionKey)) return [];
    return [
      {
        severity: 'error',
        category: 'config',
        code: 'partition_key_unknown',
        message: `${formatStreamName(name)} has no column ${JSON.stringify(partitionKey)} to cut it by`,
        hint: `it has: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`,
        stream: name,
        column: partitionKey,
      },
    ];
  }

  /** The rest of the stream: all but what `done` holds. @throws {ConnectorError} `units_unknown`, or if the hold is lost */
  async plan(request: CutRequest): Promise<StreamCut> {
    const boxes = this.#doneBoxes(request.done);
    const decision = await this.#decide(request, boxes);
    const several = decision.bundles.length > 1 || request.done.length > 0;
    const units = decision.bundles.map((bundle, index): CutUnit => {
      const id = request.newId(index);
      this.#units.set(id, bundle);
      return { id, token: this.#token(bundle, decision, several), bytes: bundle.bytes, rows: bundle.rows };
    });
    this.#settled = request.done;
    this.#last = decision;
    this.#lastIds = units.map(({ id }) => id);
    const { bundles: _, ...cut } = decision;
    return { units, ...cut };
  }

  /** By table. */
  #doneBoxes(done: readonly string[]): (Box & { readonly bytes: number })[][] {
    const unknown = done.find((id) => !this.#units.has(id));
    if (unknown !== undefined) throw unknownUnit(`there is no unit ${JSON.stringify(unknown)}`);
    // What an earlier plan took as done is in none of the units that it gave out.
    const now = new Set(done);
    const undone = this.#settled.find((id) => !now.has(id));
    if (undone !== undefined)
      throw unknownUnit(`unit ${JSON.stringify(undone)} was done or under way in an earlier plan`);
    const boxes: (Box & { readonly bytes: number })[][] = this.#shape.tables.map(() => []);
    for (const id of done) {
      for (const { table, box, bytes } of this.#units.get(id)?.pieces ?? []) boxes[table]?.push({ ...box, bytes });
    }
    return boxes;
  }

  async #decide(
    request: CutRequest,
    boxes: readonly (readonly (Box & { readonly bytes: number })[])[],
  ): Promise<Decision> {
    const { asked } = request;
    const { uncuttable, bytes } = this.#shape;
    const whyWhole = this.#hold.whyNoSnapshot ?? uncuttable;
    const untouched = request.done.length === 0;
    if (whyWhole !== undefined) {
      return { mode: asked, wholeBecause: whyWhole, bundles: untouched ? [this.#whole()] : [] };
    }
    const { targetUnitBytes, parallelism } = request;
    const left = Math.max(0, bytes - boxes.reduce((sum, ofTable) => sum + bytesOf(ofTable, () => true), 0));
    const unitBytes = Math.max(targetUnitBytes || evenUnitBytes(left, parallelism, untouched), bytes / maxUnits);
    const isSmall = bytes < leastUnitsToCut * Math.max(unitBytes, targetUnitBytes || usualUnitBytes);
    if (untouched && isSmall) return { mode: asked, bundles: [this.#whole()] };
    const refusals: string[] = [];
    for (const mode of [asked, ...modes.filter((one) => one !== asked)]) {
      const cut = await this.#cut(mode, request, unitBytes, boxes);
      if ('refused' in cut) {
        refusals.push(`${mode} can't be: ${cut.refused}`);
        continue;
      }
      const bundles = pack(cut.pieces, unitBytes);
      if (bundles !== undefined) {
        return { mode, bundles, ...(mode === asked ? {} : { reason: refusals.join('; ') }) };
      }
      refusals.push(`${mode} can't be: what is done can't be said within a unit's token`);
    }
    if (untouched) return { mode: asked, wholeBecause: refusals.join('; '), bundles: [this.#whole()] };
    return this.#asBefore(request.done, refusals.join('; '));
  }

  /** What is left of the last plan, as it was. */
  #asBefore(done: readonly string[], reason: string): Decision {
    const left = this.#lastIds.filter((id) => !done.includes(id));
    const bundles = left.flatMap((id) => this.#units.get(id) ?? []);
    return { mode: this.#last?.mode ?? '', reason, bundles };
  }

  async #cut(
    mode: string,
    request: CutRequest,
    unitBytes: number,
    boxes: readonly (readonly (Box & { readonly bytes: number })[])[],
  ): Promise<{ readonly pieces: readonly PlacedPiece[] } | { readonly refused: string }> {
    const cutTable = await this.#cutter(mode as Mode, request, unitBytes);
    if ('refused' in cutTable) return cutTable;
    const pieces: PlacedPiece[] = [];
    for (const [index, table] of this.#shape.tables.entries()) {
      const done = boxes[index] ?? [];
      if (cover(done, (column) => slotCount(this.#axis(index, column))).everything) continue;
      const small = table.bytes < leastUnitsToCut * unitBytes;
      const cut = small ? [this.#leftOf(index, table, done)] : await cutTable.cut(index, table, done);
      if ('refused' in cut) return cut;
      for (const piece of cut) {
        pieces.push({ ...piece, table: index, part: tokenPart(table, piece, (column) => this.#axis(index, column)) });
      }
    }
    return { pieces };
  }

  /** How tables that are large enough are cut in this mode. */
  async #cutter(
    mode: Mode,
    { spec, parallelism }: CutRequest,
    unitBytes: number,
  ): Promise<
    | {
        readonly cut: (
          index: number,
          table: CutTable,
          done: readonly (Box & { readonly bytes: number })[],
        ) => Promise<readonly Piece[] | { readonly refused: string }>;
      }
    | { readonly refused: string }
  > {
    const covered = (index: number, done: readonly Box[]) =>
      cover(done, (column) => slotCount(this.#axis(index, column)));
    switch (mode) {
      case 'ctid': {
        if (this.#shape.blockless !== undefined) return { refused: this.#shape.blockless };
        return {
          cut: async (index, table, done) =>
            table.blocks === null
              ? [this.#leftOf(index, table, done)]
              : cutBlocks(
                  table,
                  covered(index, done),
                  bytesOf(done, ({ slots }) => slots !== undefined),
                  unitBytes,
                ),
        };
      }
      case 'range': {
        const key = rangeKey(spec, this.#survey, this.#shape, unitBytes);
        if ('refused' in key) return key;
        return {
          cut: async (index, table, done) => {
            const axis = await this.#sampled(index, table, key, unitBytes);
            if ('refused' in axis) return axis;
            const elsewhere = bytesOf(done, ({ slots }) => slots?.column !== key.column);
            return cutSlots(table, axis, covered(index, done), elsewhere, unitBytes);
          },
        };
      }
      case 'mod': {
        const key = residueKey(spec, this.#survey);
        if ('refused' in key) return key;
        const modulus = Math.min(maxModulus, Math.max(minModulus, parallelism));
        return {
          cut: async (index, table, done) => {
            if (table.kind === 'f') return [this.#leftOf(index, table, done)];
            const elsewhere = bytesOf(done, ({ blocks }) => table.blocks === null || blocks === undefined);
            return cutResidues(table, key, modulus, covered(index, done), elsewhere, unitBytes);
          },
        };
      }
      default:
        return { refused: 'there is no such mode' };
    }
  }

  #leftOf(index: number, table: CutTable, done: readonly (Box & { readonly bytes: number })[]): Piece {
    const covered = cover(done, (column) => slotCount(this.#axis(index, column)));
    return uncut(
      table,
      covered,
      bytesOf(done, () => true),
    );
  }

  #axis(table: number, column: string): KeyAxis {
    const axis = this.#axes.get(axisName(table, column));
    if (axis === undefined) throw new Error(`column ${column} has not been sampled`);
    return axis;
  }

  /** Sampled once: units of every plan are told apart by the same boundaries. */
  async #sampled(
    index: number,
    table: CutTable,
    { column, type }: RangeKey,
    unitBytes: number,
  ): Promise<KeyAxis | { readonly refused: string }> {
    const known = this.#axes.get(axisName(index, column));
    if (known !== undefined) return known;
    const { connection } = this.#hold;
    try {
      const axis = await sampleAxis(connection, { ...table, blocks: table.heapBlocks }, column, type, unitBytes);
      this.#axes.set(axisName(index, column), axis);
      return axis;
    } catch (error) {
      if (!connection.alive) throw connection.translate(error);
      return {
        refused: `the server gives no sample of ${JSON.stringify(column)}: ${connection.translate(error).message}`,
      };
    }
  }

  #whole(): Bundle {
    const { bytes, rows, tables } = this.#shape;
    const pieces = tables.map((table, index): PlacedPiece => {
      const piece: Piece = { box: {}, except: [], bytes: table.bytes, rows: table.rows };
      return { ...piece, table: index, part: tokenPart(table, piece, (column) => this.#axis(index, column)) };
    });
    return { pieces, bytes: Math.round(bytes), rows: Math.round(rows) };
  }

  #token({ pieces }: Bundle, { mode, reason, wholeBecause }: Decision, several: boolean): Uint8Array {
    const { snapshot, locks } = this.#hold;
    if (snapshot === undefined) return new Uint8Array(0);
    const { root, partitions } = this.#survey;
    const { namespace, name, oid, filenode } = root;
    const stream: TokenRelation = { namespace, name, oid, filenode };
    // All of it is read by the root: one statement, however many partitions it has.
    const whole = pieces.length === this.#shape.tables.length && pieces.every(({ box, except }) => isAll(box, except));
    const why = reason ?? wholeBecause;
    return encodeToken({
      version: 1,
      snapshot: snapshot.id,
      snapshotSum: snapshot.sum,
      mode,
      ...(why === undefined ? {} : { reason: why.slice(0, 1000) }),
      stream,
      lock: locks.get(formatStreamName(root)) ?? 'select',
      ...(several && pieces.some(({ part }) => part.only === undefined) ? { partitions } : {}),
      parts: whole ? [{ except: [] }] : pieces.map(({ part }) => part),
    });
  }
}

function isAll(box: Box, except: readonly Box[]): boolean {
  return except.length === 0 && Object.keys(box).length === 0;
}

function bytesOf(boxes: readonly (Box & { readonly bytes: number })[], counts: (box: Box) => boolean): number {
  return boxes.reduce((sum, box) => (counts(box) ? sum + box.bytes : sum), 0);
}

function axisName(table: number, column: string): string {
  return `${table} ${column}`;
}

export function unknownUnit(what: string): ConnectorError {
  return new ConnectorError({
    code: 'units_unknown',
    category: 'protocol',
    message: `a plan was asked for whose done units do not fit: ${what}`,
    hint: 'name every unit that is committed or under way, of all plans of the load so far',
  });
}
