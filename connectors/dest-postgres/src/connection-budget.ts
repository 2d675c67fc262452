import type { ConnectionBudget } from '@rapidbyte/connector';

/**
 * A session has a connection of its own. The locks of what a process has begun have one. A request takes one, and one more to
 * publish a table that is truncated and filled again: it is read through the second.
 */
export function connectionBudget(spare: number, mayRefill: boolean): ConnectionBudget {
  return { spare, perProcess: mayRefill ? 3 : 2, perSession: 1 };
}
