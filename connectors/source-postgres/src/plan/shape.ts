import type { StreamSpec } from '@rapidbyte/connector';
import { formatStreamName } from '@rapidbyte/postgres';
import { kindNames } from '../catalog/relations.ts';
import type { ResidueKey } from './box.ts';
import { leastUnitsToCut, type Cuttable } from './cut.ts';
import { rangeTypes, type RangeType } from './key-axis.ts';
import type { Survey, SurveyedTable } from './survey.ts';

export const modes = ['ctid', 'range', 'mod'] as const;
export type Mode = (typeof modes)[number];

/** Ranges of TIDs are scanned as such since then; before, each unit would read the whole table. */
export const tidRangeVersion = 140_000;

/** A table that is cut by itself, or, with `only` false, the stream's root with all that is under it. */
export interface CutTable extends Omit<SurveyedTable, 'blocks'>, Cuttable {
  readonly only: boolean;
  /** As surveyed; `blocks` is null where they can't be used. */
  readonly heapBlocks: number;
}

/** What a stream is made of, for cutting. */
export interface Shape {
  readonly tables: readonly CutTable[];
  readonly bytes: number;
  readonly rows: number;
  /** Why nothing can be cut. */
  readonly uncuttable?: string;
  /** Why no blocks can be cut. */
  readonly blockless?: string;
}

export function shapeOf(survey: Survey, serverVersion: number): Shape {
  const { root, tables } = survey;
  const sum = (of: 'bytes' | 'rows'): number => tables.reduce((total, table) => total + table[of], 0);
  const totals = { bytes: sum('bytes'), rows: sum('rows') };
  const whyNot = uncuttable(root);
  const hidden = tables.find(({ rowSecurity }) => rowSecurity);
  const denied = tables.find(({ readable }) => !readable);
  if (whyNot !== undefined || hidden !== undefined || denied !== undefined) {
    const whole: CutTable = { ...root, ...totals, only: false, blocks: null, heapBlocks: 0 };
    // What can be read of them is what the root shows: all of it, but not by their blocks.
    const blocks = tables.reduce((total, table) => total + table.blocks, 0);
    const unlike = hidden ?? denied;
    const name = unlike === undefined ? '' : formatStreamName(unlike);
    return {
      ...totals,
      tables: [{ ...whole, heapBlocks: blocks, indexed: indexedByAll(tables) }],
      blockless:
        hidden === undefined
          ? `the user may not read the whole of ${name} by itself`
          : `row-level security would hide rows of ${name} if it is read by itself`,
      ...(whyNot === undefined ? {} : { uncuttable: whyNot }),
    };
  }
  const cut = tables.map((table): CutTable => {
    const heap = table.method === 'heap' && serverVersion >= tidRangeVersion;
    return { ...table, only: true, blocks: heap ? table.blocks : null, heapBlocks: table.blocks };
  });
  return { ...totals, tables: cut, ...blockless(cut, serverVersion) };
}

function uncuttable(root: SurveyedTable): string | undefined {
  if (root.kind === 'v' || root.kind === 'f') return `a ${kindNames[root.kind]} has no blocks and no keys to cut it by`;
  if (root.rowSecurity) return 'row-level security would hide rows from this user';
  return undefined;
}

function blockless(tables: readonly CutTable[], serverVersion: number): { blockless?: string } {
  if (serverVersion < tidRangeVersion) {
    return { blockless: `servers before PostgreSQL ${tidRangeVersion / 10_000} can't scan ranges of blocks` };
  }
  if (tables.length === 0 || tables.some(({ blocks }) => blocks !== null)) return {};
  return { blockless: `its access method is ${tables[0]?.method ?? 'none'}, not heap` };
}

/** Columns with which an index of every table begins, empty ones left out. */
function indexedByAll(tables: readonly SurveyedTable[]): readonly string[] {
  const [first, ...others] = tables.filter(({ blocks }) => blocks > 0);
  return (first?.indexed ?? []).filter((column) => others.every(({ indexed }) => indexed.includes(column)));
}

export interface RangeKey {
  readonly column: string;
  readonly type: RangeType;
}

/** Why a mode can't be, for people. */
export interface Refusal {
  readonly refused: string;
}

/** Ranges are of one column: the one that the user names, else the key's first. */
export function rangeKey(spec: StreamSpec, survey: Survey, shape: Shape, unitBytes: number): RangeKey | Refusal {
  const column = spec.partitionKey ?? spec.key[0];
  if (column === undefined) return { refused: 'there is no primary key, and no partition key is named' };
  const known = survey.columns.find(({ name }) => name === column);
  const quoted = JSON.stringify(column);
  if (known?.selectable !== true) return { refused: `the user may not read column ${quoted}` };
  const type = rangeTypes.find((one) => one === known.type);
  if (type === undefined) return { refused: `column ${quoted} is of a type that is not cut into ranges` };
  const bare = shape.tables.find(
    ({ bytes, indexed }) => bytes >= leastUnitsToCut * unitBytes && !indexed.includes(column),
  );
  if (bare === undefined) return { column, type };
  return { refused: `no btree index of ${formatStreamName(bare)} begins with column ${quoted}` };
}

const integerTypes: readonly string[] = ['int2', 'int4', 'int8'];

/** Residues are of the column that the user names, else of the whole key: the first of several columns may have few values. */
export function residueKey(spec: StreamSpec, survey: Survey): ResidueKey | Refusal {
  const columns = spec.partitionKey === undefined ? spec.key : [spec.partitionKey];
  if (columns.length === 0) return { refused: 'there is no primary key, and no partition key is named' };
  const known = columns.map((column) => survey.columns.find(({ name }) => name === column));
  const place = known.findIndex((one) => one?.selectable !== true);
  if (place !== -1) return { refused: `the user may not read column ${JSON.stringify(columns[place])}` };
  // Whatever turns a user's own type into text may not do it the same way twice.
  const foreign = known.findIndex((one) => one?.type === '');
  if (foreign !== -1) {
    return { refused: `column ${JSON.stringify(columns[foreign])} is not of a built-in type whose text can be hashed` };
  }
  return { columns, hashed: columns.length > 1 || !integerTypes.includes(known[0]?.type ?? '') };
}
