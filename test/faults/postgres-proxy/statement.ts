/** What a statement is called that logs in: everything from the connection to the first ReadyForQuery. */
export const login = 'LOGIN';

/**
 * A statement without what differs from run to run: literals, numbers, names that are made of hashes, spaces. The same
 * statement of two runs is the same text.
 */
export function normalise(statement: string): string {
  return statement
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/(_[0-9a-f]{12})+\b/g, '_#')
    .replaceAll(/(?<![\w$"])\d+(?:\.\d+)?\b/g, '?')
    .replaceAll(/\?(?:\s*,\s*\?)+/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What ends a transaction is told apart by what came before it, since that is what it decides about. */
export function nameInContext(statement: string, previous: string): string {
  return /^(?:COMMIT|ROLLBACK)$/i.test(statement) ? `${statement} after ${previous}` : statement;
}

/** As much of it as a test's name needs. */
export function shorten(statement: string, characters = 72): string {
  return statement.length <= characters ? statement : `${statement.slice(0, characters - 1)}…`;
}
