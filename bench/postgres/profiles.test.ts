import { expect, test } from 'vitest';
import { parseProfiles, profileNames } from './profiles.ts';

const seen = (...of: Parameters<typeof parseProfiles>) =>
  parseProfiles(...of).map((profile) => [profile.case.name, profile.case.rows, profile.grid.rows]);

test('a large table’s grid is of a fourth of its rows, unless said otherwise', () => {
  expect(seen('small, xlarge', {})).toEqual([
    ['small', 100_000, 100_000],
    ['xlarge', 11_000_000, 2_750_000],
  ]);
  expect(seen('xlarge', { rows: 300_000 })).toEqual([['xlarge:300000', 300_000, 300_000]]);
  expect(seen('large,large', { rows: 40_000 })).toEqual([['large:40000', 40_000, 10_000]]);
  expect(seen('xlarge', { gridRows: 1_000_000 })).toEqual([['xlarge', 11_000_000, 1_000_000]]);
  expect(seen('small', { gridRows: 1_000_000 })).toEqual([['small', 100_000, 100_000]]);
});

test('every profile has its table', () => {
  expect(parseProfiles(profileNames.join(','), {}).map(({ case: { dataset } }) => dataset.name)).toEqual([
    'events',
    'documents',
    'files',
    'mixed',
  ]);
  for (const text of ['', 'tiny', 'small,']) expect(() => parseProfiles(text, {})).toThrow('is no profile');
});
