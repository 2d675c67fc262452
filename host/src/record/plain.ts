import { type ConnectorMessage, decodeSchema, type HostMessage } from '@rapidbyte/connector';
import type { JsonObject, JsonValue } from '../config/types.ts';
import type { Redactor } from '../connector/redact.ts';

/**
 * A message as JSON that may leave the machine. Invariant 8: Configure loses its config, and every string is masked,
 * those of keys that elsewhere count as harmless too; bytes that hold a secret are left out.
 */
export function plainMessage(message: HostMessage | ConnectorMessage, redactor: Redactor): JsonObject {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are alike
  const shown = message.type === 'configure' ? { ...message, config: '(left out)' } : message;
  return plainObject(shown, redactor);
}

function plain(value: unknown, key: string, redactor: Redactor): JsonValue {
  switch (typeof value) {
    case 'string':
      return redactor.text(value);
    case 'number':
      // JSON has no NaN; none is expected here, and a record must not end on one.
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (value instanceof Uint8Array) return plainBytes(value, key, redactor);
      if (Array.isArray(value)) return value.map((entry) => plain(entry, key, redactor));
      return plainObject(value, redactor);
    default:
      return redactor.text(String(value));
  }
}

function plainObject(value: object, redactor: Redactor): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) =>
      entry === undefined ? [] : [[redactor.text(key), plain(entry, key, redactor)]],
    ),
  );
}

/** Schemas as their columns, other bytes (positions, tokens) in hexadecimal. */
function plainBytes(bytes: Uint8Array, key: string, redactor: Redactor): JsonValue {
  if (key === 'arrowSchema' && bytes.length > 0) {
    try {
      const { fields } = decodeSchema(bytes);
      return fields.map(({ name, nullable, type }) => ({
        name: redactor.text(name),
        type: JSON.stringify(plain(type, 'type', redactor)),
        nullable,
      }));
    } catch {
      // Not a schema: shown as it is.
    }
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts = [buffer.toString('utf8'), buffer.toString('latin1'), buffer.toString('utf16le')];
  return texts.every((text) => redactor.text(text) === text) ? { hex: buffer.toString('hex') } : '***';
}
