import type { Case } from '../cases.ts';
import { findDataset } from '../datasets.ts';

/** What Rapidbyte's predecessor, which this project started from, has published for COPY into a table of this shape. */
export interface Published {
  readonly rowsPerSecond?: number;
  readonly megabytesPerSecond?: number;
}

interface Shape {
  readonly dataset: string;
  readonly rows: number;
  /** About; in the table, key not counted. */
  readonly bytesPerRow: number;
  readonly published?: Published;
}

const shapes: Readonly<Record<string, Shape>> = {
  small: { dataset: 'events', rows: 100_000, bytesPerRow: 400, published: { rowsPerSecond: 104_094 } },
  medium: { dataset: 'documents', rows: 50_000, bytesPerRow: 1640, published: { rowsPerSecond: 41_350 } },
  large: { dataset: 'files', rows: 10_000, bytesPerRow: 68_000, published: { megabytesPerSecond: 314 } },
  xlarge: { dataset: 'mixed', rows: 11_000_000, bytesPerRow: 216 },
};

export const profileNames = Object.keys(shapes);

/** A table to tune a load of, and the one that the grid is measured on. */
export interface Profile {
  readonly name: string;
  readonly case: Case;
  /** The same rows, or fewer. */
  readonly grid: Case;
  readonly published: Published | undefined;
}

/** Of a table above this size, a fourth is enough to see which points of the grid are the best. */
const largeTableBytes = 1e9;

/**
 * @param rows instead of each profile's own
 * @param gridRows instead of all, or a fourth of a large table
 * @throws {Error} naming the profile that there is not
 */
export function parseProfiles(
  text: string,
  { rows, gridRows }: { readonly rows?: number | undefined; readonly gridRows?: number | undefined },
): Profile[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].map((name) => {
    const shape = Object.entries(shapes).find(([known]) => known === name)?.[1];
    const dataset = findDataset(shape?.dataset ?? '');
    if (shape === undefined || dataset === undefined) {
      throw new Error(`"${name}" is no profile; there are ${profileNames.join(', ')}`);
    }
    const all = rows ?? shape.rows;
    const wanted = gridRows ?? (all * shape.bytesPerRow > largeTableBytes ? Math.ceil(all / 4) : all);
    const ofGrid = Math.min(all, wanted);
    const caseName = rows === undefined ? name : `${name}:${rows}`;
    return {
      name,
      case: { name: caseName, dataset, rows: all, tls: false },
      grid: { name: `${name}, grid of ${ofGrid} rows`, dataset, rows: ofGrid, tls: false },
      published: shape.published,
    };
  });
}

export function isWholeGrid({ case: { rows }, grid }: Profile): boolean {
  return grid.rows === rows;
}
