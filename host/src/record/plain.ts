import { type ConnectorMessage, decodeSchema, type HostMessage } from '@rapidbyte/connector';
import type { JsonObject, JsonValue } from '../config/types.ts';
import type { Redactor } from '../connector/redact.ts';

/** What stands for bytes whose content is left out: two marks are the same exactly where the bytes are. */
export type MarkOf = (bytes: Uint8Array) => string;

/**
 * A message as JSON that may leave the machine. Invariant 8: Configure loses its config, and every string is masked,
 * those of keys that elsewhere count as harmless too. Bytes (positions, units' tokens) hold values of rows: only their
 * length and their mark are kept.
 */
export function plainMessage(message: HostMessage | ConnectorMessage, redactor: Redactor, markOf: MarkOf): JsonObject {
  const shown = message.type === 'configure' ? { ...message, config: '(left out)' } : message;
  return new Plain(redactor, markOf).object(shown);
}

class Plain {
  readonly #redactor: Redactor;
  readonly #markOf: MarkOf;

  constructor(redactor: Redactor, markOf: MarkOf) {
    this.#redactor = redactor;
    this.#markOf = markOf;
  }

  object(value: object): JsonObject {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, entry]) =>
        entry === undefined ? [] : [[this.#redactor.text(key), this.#value(entry, key)]],
      ),
    );
  }

  #value(value: unknown, key: string): JsonValue {
    switch (typeof value) {
      case 'string':
        return this.#redactor.text(value);
      case 'number':
        // JSON has no NaN; none is expected here, and a record must not end on one.
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        return value;
      case 'object':
        if (value === null) return null;
        if (value instanceof Uint8Array) return this.#bytes(value, key);
        if (Array.isArray(value)) return value.map((entry) => this.#value(entry, key));
        return this.object(value);
      default:
        return this.#redactor.text(String(value));
    }
  }

  #bytes(bytes: Uint8Array, key: string): JsonValue {
    if (key === 'arrowSchema' && bytes.length > 0) {
      try {
        const { fields } = decodeSchema(bytes);
        return fields.map(({ name, nullable, type }) => ({
          name: this.#redactor.text(name),
          type: JSON.stringify(this.#value(type, 'type')),
          nullable,
        }));
      } catch {
        // Not a schema: left out as other bytes are.
      }
    }
    return { bytes: bytes.length, mark: this.#markOf(bytes) };
  }
}
