import * as z from 'zod/mini';
import { withHint } from './with-hint.ts';

export const guaranteeSchema = z.enum(['at_least_once', 'idempotent_by_key', 'exactly_once'], {
  error: withHint(
    'must be at_least_once, idempotent_by_key or exactly_once',
    '`rapidbyte check` shows what each stream has',
  ),
});
