import { describe, expect, it } from 'vitest';
import { Credit } from './credit.ts';

describe('Credit', () => {
  it('grants what the destination grants, within the budget of the host', () => {
    const credit = new Credit(100);
    expect(credit.takeGrant()).toBe(0);
    credit.granted(60);
    expect(credit.takeGrant()).toBe(60);
    credit.granted(500);
    expect(credit.takeGrant()).toBe(40);
    expect(credit.takeGrant()).toBe(0);
    credit.received(80);
    expect(credit.takeGrant()).toBe(0);
    credit.handedOn(80);
    expect(credit.takeGrant()).toBe(80);
  });

  it('lets one batch go below zero, and no other', () => {
    const credit = new Credit(100);
    expect(credit.received(1)).toBe(false);
    const other = new Credit(100);
    other.granted(50);
    other.takeGrant();
    expect(other.received(300)).toBe(true);
    expect(other.sourceBalance).toBe(-250);
    expect(other.received(1)).toBe(false);
  });

  it('never has more than the budget and one batch in the host, whatever comes', () => {
    // A linear congruential generator, so that a failure can be repeated.
    let seed = 1;
    const random = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    const budget = 1000;
    const largest = 300;
    const credit = new Credit(budget);
    const inHost: number[] = [];
    for (let step = 0; step < 10_000; step++) {
      if (random(3) === 0) credit.granted(random(400));
      if (random(3) === 0) credit.handedOn(inHost.shift() ?? 0);
      credit.takeGrant();
      if (credit.sourceBalance > 0) {
        const bytes = random(largest) + 1;
        expect(credit.received(bytes)).toBe(true);
        inHost.push(bytes);
      }
      expect(inHost.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(budget + largest);
    }
  });
});
