import type { ColumnEncoding } from '@rapidbyte/postgres';

/** One column of a COPY, as its decoder is generated from. */
export interface ReadColumn {
  readonly name: string;
  readonly encoding: ColumnEncoding;
  /** False: a NULL is refused, as the Arrow schema has promised that there is none. */
  readonly nullable: boolean;
}

/** How many values of 1, 2 or 4 bytes make one value in the Arrow buffer of a fixed-width column; null for the others. */
export function fixedLayout(encoding: ColumnEncoding): { readonly unit: 1 | 2 | 4; readonly units: number } | null {
  switch (encoding.kind) {
    case 'swap':
      return encoding.width === 2 ? { unit: 2, units: 1 } : { unit: 4, units: encoding.width / 4 };
    case 'fixed':
      return encoding.width % 4 === 0 ? { unit: 4, units: encoding.width / 4 } : { unit: 1, units: encoding.width };
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
