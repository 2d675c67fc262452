import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unobservedRules } from './rules.ts';
import { listClauses } from './suite.ts';

const protocol = readFileSync(join(import.meta.dirname, '../../../docs/PROTOCOL.md'), 'utf8');
const rules = [...protocol.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, id]) => id ?? '');
/** What the comments of connector.proto say. */
const fromProto = 'PROTO';
const observed = new Set(listClauses().flatMap((clause) => clause.rules));

test('every rule of PROTOCOL.md has a clause, or a reason why it can’t be observed', () => {
  expect(rules.length).toBeGreaterThan(70);
  const neither = rules.filter((rule) => !observed.has(rule) && unobservedRules[rule] === undefined);
  expect(
    neither,
    'give the rule a clause (protocol/src/testing/clauses), or a reason (protocol/src/testing/rules.ts)',
  ).toEqual([]);
});

test('no rule has both, and none is named that PROTOCOL.md does not have', () => {
  expect(Object.keys(unobservedRules).filter((rule) => observed.has(rule))).toEqual([]);
  const named = [...observed, ...Object.keys(unobservedRules)].filter((rule) => rule !== fromProto);
  expect(named.filter((rule) => !rules.includes(rule))).toEqual([]);
});

test('ids of clauses are unique within a role, and begin with their rule', () => {
  for (const role of ['source', 'destination'] as const) {
    const ids = listClauses(role).map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  }
});
