import { describe, expect, it } from 'vitest';
import { hashedName, objectName } from './naming.ts';

const bytes = (name: string): number => Buffer.byteLength(name);

describe('generated names', () => {
  it('are at most 63 bytes and whole characters', () => {
    const name = hashedName('é'.repeat(40), ['a']);
    expect(bytes(name)).toBeLessThanOrEqual(63);
    expect(name).toMatch(/^é+_[0-9a-f]{12}$/);
  });

  it('differ where what they stand for differs, also where only the cut part does', () => {
    const long = 'x'.repeat(60);
    const names = [
      ['a', 'b'],
      ['ab', ''],
      ['a"', 'b'],
      ['a', '"b'],
    ].map((identity) => hashedName(long, identity));
    expect(new Set(names).size).toBe(4);
  });

  it("are PostgreSQL's own while that is short and free", () => {
    expect(objectName('orders', 'pkey', new Set())).toBe('orders_pkey');
    expect(objectName('orders', 'pkey', new Set(['orders_pkey']))).toMatch(/^orders_pkey_[0-9a-f]{12}$/);
    const long = objectName('t'.repeat(63), 'pkey', new Set());
    expect(bytes(long)).toBe(63);
    expect(objectName('t'.repeat(63), 'pkey', new Set([long]))).not.toBe(long);
  });
});
