import { changeBytes } from './bytes.ts';
import type { Mutation, Random } from './target.ts';

/** A field of a message of which only the wire format is known. */
type Field =
  | { readonly number: number; readonly type: 0 | 1 | 5; readonly raw: Uint8Array }
  | { readonly number: number; readonly type: 2; readonly raw: Uint8Array; readonly inner: readonly Field[] | null };

/** Changes fields of a Protocol Buffers message, at any depth, so that the lengths around them stay true. */
export const changeMessage: Mutation = (input, random) => {
  const fields = parse(input);
  return fields === null || random.next() < 0.1 ? changeBytes(input, random) : write(changeFields(fields, random));
};

/** null where the bytes are no message. */
function parse(bytes: Uint8Array): Field[] | null {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at);
    if (tag === null) return null;
    const [key, valueAt] = tag;
    const number = Math.floor(key / 8);
    const type = key % 8;
    if (number === 0) return null;
    if (type === 0) {
      const value = readVarint(bytes, valueAt);
      if (value === null) return null;
      fields.push({ number, type, raw: bytes.subarray(valueAt, value[1]) });
      at = value[1];
    } else if (type === 1 || type === 5) {
      const end = valueAt + (type === 1 ? 8 : 4);
      if (end > bytes.length) return null;
      fields.push({ number, type, raw: bytes.subarray(valueAt, end) });
      at = end;
    } else if (type === 2) {
      const length = readVarint(bytes, valueAt);
      if (length === null || length[1] + length[0] > bytes.length) return null;
      const raw = bytes.subarray(length[1], length[1] + length[0]);
      fields.push({ number, type, raw, inner: raw.length === 0 ? [] : parse(raw) });
      at = length[1] + length[0];
    } else {
      return null;
    }
  }
  return fields;
}

function changeFields(fields: readonly Field[], random: Random): readonly Field[] {
  const at = random.integer(0, Math.max(0, fields.length - 1));
  const field = fields[at];
  if (field === undefined) return [randomField(random)];
  if (field.type === 2 && field.inner !== null && random.next() < 0.6) {
    const inner = changeFields(field.inner, random);
    return fields.with(at, { ...field, raw: write(inner), inner });
  }
  switch (random.integer(0, 6)) {
    case 0:
      return fields.toSpliced(at, 1);
    case 1:
      return fields.toSpliced(at, 0, field);
    case 2:
      return [...fields.toSpliced(at, 1), field];
    case 3:
      return fields.with(at, { ...field, number: random.integer(1, 40) });
    case 4:
      return fields.toSpliced(at, 0, randomField(random));
    case 5: {
      const times = random.integer(2, random.next() < 0.98 ? 8 : 2000);
      return field.raw.length * times > 2 ** 17
        ? fields
        : fields.toSpliced(at, 0, ...Array.from({ length: times }, () => field));
    }
    default:
      return fields.with(at, changedValue(field, random));
  }
}

function changedValue(field: Field, random: Random): Field {
  switch (field.type) {
    case 0:
      return { ...field, raw: randomVarint(random) };
    case 2: {
      const raw = changeBytes(field.raw, random);
      return { ...field, raw, inner: parse(raw) };
    }
    default:
      return { ...field, raw: Uint8Array.from(field.raw, () => random.integer(0, 255)) };
  }
}

function randomField(random: Random): Field {
  const number = random.integer(1, random.next() < 0.9 ? 40 : 2 ** 29 - 1);
  if (random.next() < 0.5) return { number, type: 0, raw: randomVarint(random) };
  const raw = Uint8Array.from({ length: random.integer(0, 6) }, () => random.integer(0, 255));
  return { number, type: 2, raw, inner: null };
}

function randomVarint(random: Random): Uint8Array {
  const bits = [0, 1, 7, 31, 32, 53, 63, 64][random.integer(0, 7)] ?? 0;
  const value = BigInt.asUintN(64, (1n << BigInt(bits)) - BigInt(random.integer(0, 1)));
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function write(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.flatMap(({ number, type, raw }) => [
      varint(number * 8 + type),
      ...(type === 2 ? [varint(raw.length)] : []),
      raw,
    ]),
  );
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A number and where it ends; null where it does not, or is too large for a length. */
function readVarint(bytes: Uint8Array, from: number): readonly [value: number, end: number] | null {
  let value = 0;
  let scale = 1;
  for (let at = from; at < bytes.length && at < from + 10; at++, scale *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at + 1];
  }
  return null;
}
