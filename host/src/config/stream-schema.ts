import * as z from 'zod/mini';
import { guaranteeSchema } from './guarantee-schema.ts';
import { withHint } from './with-hint.ts';

/* One entry of `source.streams`. What its keys mean together is checked by stream-rules.ts. */

const text = z.string().check(z.minLength(1, 'must not be empty'));

const names = (hint: string) =>
  z.array(text).check(
    z.minLength(1, withHint('must not be empty', hint)),
    z.refine((list) => new Set(list).size === list.length, 'names a column twice'),
  );

const syncMode = z.enum(['full_refresh', 'incremental'], {
  error: withHint(
    'must be full_refresh or incremental',
    'full_refresh moves whole streams, incremental what is new by cursor_field',
  ),
});

/** In the source's words: an interval for a cursor that is a time, a distance for one that is a number. */
const lookBackMessage = withHint(
  'must be a text or a number above 0',
  'a time such as "10 minutes", or a distance such as 500; leave it out to look back not at all',
);
const lookBack = z.union(
  [
    z.string().check(z.refine((distance) => /\S/.test(distance), lookBackMessage)),
    z.pipe(z.number().check(z.positive(lookBackMessage)), z.transform(String)),
  ],
  lookBackMessage,
);

export const streamSchema = z.strictObject({
  name: text,
  sync_mode: z._default(syncMode, 'full_refresh'),
  cursor_field: z.optional(text),
  tie_breaker_field: z.optional(text),
  null_cursor: z.optional(
    z.enum(['refuse', 'include'], {
      error: withHint(
        'must be refuse or include',
        'refuse fails where a cursor is NULL, include reads such rows with the first load',
      ),
    }),
  ),
  look_back: z.optional(lookBack),
  primary_key: z.optional(names("leave it out for the source's primary key")),
  columns: z.optional(names('leave it out to take every column')),
  exclude: z._default(z.array(text), []),
  partition_key: z.optional(text),
  require_guarantee: z.optional(guaranteeSchema),
});

export type StreamDocument = z.infer<typeof streamSchema>;
