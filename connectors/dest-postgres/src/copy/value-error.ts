import { ConnectorError } from '@rapidbyte/connector';
import type { CopyEncoding } from './encoding.ts';

/** The same encoding; an error of a value names the column. */
export function nameInErrors(encoding: CopyEncoding, column: string): CopyEncoding {
  if (encoding.kind !== 'computed') return encoding;
  return {
    kind: 'computed',
    bind: (data) => {
      const bound = encoding.bind(data);
      return {
        size: (row) => bound.size(row),
        write: (row, target, position) => {
          try {
            return bound.write(row, target, position);
          } catch (error) {
            if (!(error instanceof ConnectorError) || error.category !== 'data') throw error;
            const { code, category, message, hint } = error;
            throw new ConnectorError({
              code,
              category,
              message: `column ${JSON.stringify(column)}: ${message}`,
              column,
              ...(hint === undefined ? {} : { hint }),
              cause: error,
            });
          }
        },
      };
    },
  };
}
