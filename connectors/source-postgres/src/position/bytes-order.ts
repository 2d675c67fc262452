import { quoteLiteral } from '@rapidbyte/postgres';
import type { OrderCodec } from './order-codec.ts';

export function byteaCodec(): OrderCodec {
  return escapedCodec(
    'bytea',
    (column) => `pg_catalog.byteasend(${column})`,
    hexLiteral,
    (bytes) => String.raw`\x${hex(bytes)}`,
  );
}

/**
 * Texts, by the bytes in which the database keeps them: those are what the collation "C" compares.
 *
 * @param encoding the database's
 */
export function textCodec(type: 'text' | 'varchar' | 'bpchar', encoding: string): OrderCodec {
  const quoted = quoteLiteral(encoding);
  return escapedCodec(
    type,
    // char(n) is compared without its trailing spaces; the cast takes them off.
    (column) => `pg_catalog.convert_to(${column}::pg_catalog.text, ${quoted})`,
    (bytes) => `pg_catalog.convert_from(${hexLiteral(bytes)}, ${quoted})::pg_catalog.${type}`,
    (bytes) => JSON.stringify(new TextDecoder().decode(bytes)),
  );
}

/** Values of any length: 0 is written as 0 255 and the end as 0 0, so that a value sorts before those that it begins. */
function escapedCodec(
  type: string,
  form: OrderCodec['form'],
  literal: (bytes: Uint8Array) => string,
  text: (bytes: Uint8Array) => string,
): OrderCodec {
  return {
    type,
    form,
    encode: (bytes) => {
      const zeros = bytes.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0);
      const order = new Uint8Array(bytes.length + zeros + 2);
      let at = 0;
      for (const byte of bytes) {
        order[at++] = byte;
        if (byte === 0) order[at++] = 0xff;
      }
      return order;
    },
    decode: (reader) => {
      const bytes = reader.takeEscaped();
      return { text: text(bytes), literal: literal(bytes), endless: false };
    },
  };
}

/** No character of a value gets into a statement. */
function hexLiteral(bytes: Uint8Array): string {
  return `pg_catalog.decode('${hex(bytes)}', 'hex')`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
