/** Keys and indexes from the document's root. */
export type KeyPath = readonly (string | number)[];

/** The path as messages and connectors write it: `source.streams[0].name`. */
export function formatKeyPath(path: KeyPath): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? key : `.${key}`;
  }
  return text;
}
