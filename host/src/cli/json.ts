import { visibleJson } from './terminal-text.ts';

/** Values under these keys are somebody else's documents, or maps by word: their keys stay as they are. */
const foreign = new Set(['configSchema', 'counts', 'unobserved']);

/** A result or event as JSON text on one line, or indented. Its own keys are written in snake_case: `load_id`. */
export function toJson(value: unknown, indent?: number): string {
  return visibleJson(JSON.stringify(snakeCaseKeys(value), undefined, indent));
}

function snakeCaseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCaseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [snakeCase(key), foreign.has(key) ? entry : snakeCaseKeys(entry)]),
  );
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
