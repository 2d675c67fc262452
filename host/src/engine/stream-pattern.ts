import type { StreamName } from '@rapidbyte/connector';
import type { NamePattern, StreamPattern } from '../config/types.ts';

/** The one stream that a pattern without wildcards names, else null. */
export function exactName({ namespace, name }: StreamPattern): StreamName | null {
  if (name.length > 1 || (namespace !== null && namespace.length > 1)) return null;
  return { namespace: namespace?.[0] ?? '', name: name[0] };
}

/** Names are compared exactly, as the source has them. */
export function matchesPattern({ namespace, name }: StreamPattern, stream: StreamName): boolean {
  const inNamespace = namespace === null ? stream.namespace === '' : matchesPart(namespace, stream.namespace);
  return inNamespace && matchesPart(name, stream.name);
}

/** Each piece is taken at its earliest place, which never spoils a later one: no backtracking to attack. */
function matchesPart(pattern: NamePattern, text: string): boolean {
  const first = pattern[0];
  if (pattern.length === 1) return text === first;
  const last = pattern.at(-1) ?? '';
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
