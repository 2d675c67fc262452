import { keyRange, type KeyAxis } from './key-axis.ts';
import type { Box } from './box.ts';
import type { Piece } from './cut.ts';
import type { CutTable } from './shape.ts';
import { maxTokenBytes, type Region, type TokenPart } from './token.ts';

/** A piece of one table of the stream, as the token says it. */
export interface PlacedPiece extends Piece {
  readonly table: number;
  readonly part: TokenPart;
}

export interface Bundle {
  readonly pieces: readonly PlacedPiece[];
  readonly bytes: number;
  readonly rows: number;
}

/** Statements of a unit's UNION ALL: planning hundreds of them would take longer than reading what they hold. */
const maxPieces = 64;
/** What surrounds the parts: the stream's name, in bytes of JSON, twice 63 characters of up to 12, and the rest. */
const tokenHeadBytes = 8 * 1024;

export function tokenPart(table: CutTable, { box, except }: Piece, axis: (column: string) => KeyAxis): TokenPart {
  const { namespace, name, oid, filenode } = table;
  return {
    ...regionOf(box, axis),
    ...(table.only ? { only: { namespace, name, oid, filenode } } : {}),
    except: except.map((one) => regionOf(one, axis)),
  };
}

function regionOf({ blocks, slots, residues }: Box, axis: (column: string) => KeyAxis): Region {
  return {
    ...(blocks === undefined ? {} : { blocks: [blocks.from, blocks.to === Infinity ? null : blocks.to] }),
    ...(slots === undefined ? {} : { keys: keyRange(axis(slots.column), slots.range) }),
    ...(residues === undefined
      ? {}
      : {
          residues: {
            columns: [...residues.key.columns],
            hashed: residues.key.hashed,
            modulus: residues.modulus,
            remainders: [...residues.remainders],
          },
        }),
  };
}

/** Small pieces together, up to a unit's size, in their order; undefined if one of them does not fit into a token. */
export function pack(pieces: readonly PlacedPiece[], unitBytes: number): Bundle[] | undefined {
  const bundles: Bundle[] = [];
  let open: PlacedPiece[] = [];
  let bytes = 0;
  let tokenBytes = tokenHeadBytes;
  const close = (): void => {
    if (open.length > 0) bundles.push({ pieces: open, bytes, rows: open.reduce((sum, { rows }) => sum + rows, 0) });
    open = [];
    bytes = 0;
    tokenBytes = tokenHeadBytes;
  };
  for (const piece of pieces) {
    const own = Buffer.byteLength(JSON.stringify(piece.part)) + 1;
    if (tokenHeadBytes + own > maxTokenBytes) return undefined;
    if (bytes + piece.bytes > unitBytes || open.length === maxPieces || tokenBytes + own > maxTokenBytes) close();
    open.push(piece);
    bytes += piece.bytes;
    tokenBytes += own;
  }
  close();
  return bundles;
}
