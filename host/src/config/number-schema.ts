import * as z from 'zod/mini';
import { parseByteSize } from './byte-size.ts';
import { withHint } from './with-hint.ts';

/** A whole number, or digits: a reference always gives a text. */
export function wholeNumber(min: number, max: number, message: string) {
  return z.union(
    [
      z.int().check(z.minimum(min, message), z.maximum(max, message)),
      z.pipe(
        z
          .string()
          .check(
            z.refine(
              (digits) => /^[0-9]{1,10}$/.test(digits) && Number(digits) >= min && Number(digits) <= max,
              message,
            ),
          ),
        z.transform(Number),
      ),
    ],
    message,
  );
}

const sizeHint = 'for example 512mb, 1gb or 1073741824';

/** A size in bytes, `min` to `max`. */
export function byteSize(min: number, max: number, range: string) {
  return z.pipe(
    z.union([z.string(), z.number()], withHint('must be a size in bytes', sizeHint)).check(
      z.refine((size) => parseByteSize(String(size)) !== null, withHint('is not a size in bytes', sizeHint)),
      z.refine((size) => {
        const bytes = parseByteSize(String(size)) ?? min;
        return bytes >= min && bytes <= max;
      }, range),
    ),
    z.transform((size) => parseByteSize(String(size)) ?? 0),
  );
}
