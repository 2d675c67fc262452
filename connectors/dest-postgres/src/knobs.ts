import type { Knob, Setting } from '@rapidbyte/connector';

const mebibyte = 1024 * 1024;

export const copyFlushBytes = {
  name: 'copy_flush_bytes',
  description:
    "Bytes after which a unit's COPY statement is ended and the next one begun, in the same transaction. Nothing is held back: " +
    'bytes leave in pieces of 256 KiB whatever it is',
  kind: 'bytes',
  defaultValue: 16 * mebibyte,
  min: mebibyte,
  max: 32 * mebibyte,
  candidates: [16 * mebibyte, 8 * mebibyte, 32 * mebibyte, 4 * mebibyte],
  takesEffect: 'open',
} as const satisfies Knob;

/** The setting in effect: what is asked for, within the knob's bounds, and why where it is another. */
export function copyFlushSetting(overrides: readonly Setting[]): Setting & { readonly value: number } {
  const { name, defaultValue, min, max } = copyFlushBytes;
  const asked = overrides.find(({ knob }) => knob === name);
  if (asked === undefined) return { knob: name, value: defaultValue, provenance: 'default' };
  const { value, provenance } = asked;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const reason = `${JSON.stringify(value)} is not a number of bytes`;
    return { knob: name, value: defaultValue, provenance, reason };
  }
  const bounded = Math.min(Math.max(Math.floor(value), min), max);
  if (bounded === value) return { knob: name, value, provenance };
  const reason = value < min ? `${min} is the least` : value > max ? `${max} is the most` : 'bytes are whole';
  return { knob: name, value: bounded, provenance, reason };
}
