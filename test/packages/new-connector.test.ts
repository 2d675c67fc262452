import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeNewConnector, manifestOf } from './generated-project.ts';

const root = join(import.meta.dirname, '../..');

// The one role that has the files of both; the others are tested where there is time.
describeNewConnector({
  role: 'both',
  package: 'rapidbyte-connector-weather',
  bins: ['rapidbyte-source-weather', 'rapidbyte-dest-weather'],
  roles: ['source', 'destination'],
  rows: 2,
});

test('the versions that a new connector asks for are those of the workspace', () => {
  const asked = manifestOf(join(root, 'host/templates/connector/start')).devDependencies;
  const { '@rapidbyte/connector': _, rapidbyte: _host, ...others } = asked;
  const ours = manifestOf(root).devDependencies;
  expect(others).toEqual(Object.fromEntries(Object.keys(others).map((name) => [name, ours[name]])));
});
