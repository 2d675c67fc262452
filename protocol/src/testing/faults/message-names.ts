import { readFileSync } from 'node:fs';
import { lengthPrefixBytes } from '../../wire/limits.ts';

/** Which way a frame goes: from the host to the connector, or from the connector to the host. */
export type Direction = 'to_connector' | 'to_host';

/** `HostMessage.begin` → `16 BeginRequest`: pinned to the .proto by a test, so a message that is new there is known here. */
const fields = JSON.parse(
  readFileSync(new URL('../../../proto/field-numbers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

interface Envelope {
  readonly names: ReadonlyMap<number, string>;
  /** Messages that belong to a session, and so name it. */
  readonly ofSession: ReadonlySet<string>;
}

const envelopes: Readonly<Record<Direction, Envelope>> = {
  to_connector: envelope('HostMessage'),
  to_host: envelope('ConnectorMessage'),
};

/** Every message of a direction, as the .proto's envelope names it. */
export function messagesOf(direction: Direction): readonly string[] {
  return [...envelopes[direction].names.values()];
}

/** True where a message says which session it is about; `stats` and `error` do so too, with 0 for the process. */
export function isOfSession(direction: Direction, message: string): boolean {
  return envelopes[direction].ofSession.has(message);
}

/** The message in a whole frame; `unknown` for a field that the .proto does not have. */
export function messageName(direction: Direction, frame: Uint8Array): string {
  let tag = 0;
  for (let at = lengthPrefixBytes, shift = 0; at < frame.length && shift < 28; at++, shift += 7) {
    const byte = frame[at] ?? 0;
    tag |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return envelopes[direction].names.get(tag >>> 3) ?? 'unknown';
}

function envelope(type: 'HostMessage' | 'ConnectorMessage'): Envelope {
  const names = new Map<number, string>();
  const ofSession = new Set<string>();
  for (const [field, value] of Object.entries(fields)) {
    const [, name] = /^(\w+)\.(\w+)$/.exec(field)?.slice(1) ?? [];
    if (!field.startsWith(`${type}.`) || name === undefined) continue;
    const [number = '', body = ''] = value.split(' ');
    names.set(Number(number), name);
    if (`${body}.session` in fields || `${body}Header.session` in fields) ofSession.add(name);
  }
  return { names, ofSession };
}
