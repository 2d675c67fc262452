import type { ConnectionBudget } from '@rapidbyte/connector';

/**
 * A session has a connection of its own. A request takes one, and one more to publish a table that is truncated and filled
 * again: it is read through the second.
 */
export function connectionBudget(spare: number, mayRefill: boolean): ConnectionBudget {
  return { spare, perProcess: mayRefill ? 2 : 1, perSession: 1 };
}
