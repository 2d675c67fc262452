import type { ColumnEncoding } from '@rapidbyte/postgres';

/** One column of a COPY, as its decoder is generated from. */
export interface ReadColumn {
  readonly name: string;
  readonly encoding: ColumnEncoding;
  /** False: a NULL is refused, as the Arrow schema has promised that there is none. */
  readonly nullable: boolean;
}

/** How many values of 1, 2, 4 or 8 bytes make one value in the Arrow buffer of a fixed-width column; null for the others. */
export function fixedLayout(encoding: ColumnEncoding): { readonly unit: 1 | 2 | 4 | 8; readonly units: number } | null {
  switch (encoding.kind) {
    case 'swap':
      return { unit: encoding.width, units: 1 };
    case 'fixed': {
      const unit = encoding.width % 8 === 0 ? 8 : encoding.width % 4 === 0 ? 4 : 1;
      return { unit, units: encoding.width / unit };
    }
    case 'date':
      return { unit: 4, units: 1 };
    case 'time':
    case 'timestamp':
    case 'oid':
      return { unit: 4, units: 2 };
    case 'decimal':
      return { unit: 4, units: encoding.bits / 32 };
    case 'bool':
    case 'variable':
    case 'jsonb':
    case 'text_form':
      return null;
  }
}

/** Upper bound of what one row adds to a batch beside the bytes of its variable-length values. */
export function fixedRowBytes(columns: readonly ReadColumn[]): number {
  // Per column: a validity bit, and a bit, a fixed width or an offset.
  return columns.reduce((sum, { encoding }) => {
    const layout = fixedLayout(encoding);
    return sum + 1 + (layout === null ? 4 : layout.unit * layout.units);
  }, 0);
}
