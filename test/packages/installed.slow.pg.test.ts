import { afterAll, expect, test } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { testServers } from '../support/test-servers.ts';
import { installTimeoutMs, packPackages, Projects } from './project.ts';

const projects = new Projects();
afterAll(() => projects.remove());

test(
  'what a user installs moves a table from PostgreSQL to PostgreSQL',
  async () => {
    const setup = `CREATE TABLE orders AS SELECT id, 'order ' || id AS label FROM generate_series(1, 10000) id`;
    await using from = await createDatabase(testServers.source.url, { setup });
    await using to = await createDatabase(testServers.destination.url);
    const project = await projects.create('user', Object.values(await packPackages(projects.path)));
    const pipeline = {
      version: '1.0',
      pipeline: 'installed',
      source: { use: 'source-postgres', config: { url: from.url }, streams: [{ name: 'public.orders' }] },
      destination: { use: 'dest-postgres', config: { url: to.url }, write_mode: 'replace' },
    };
    const file = project.write('pipeline.yaml', JSON.stringify(pipeline));
    const { exitCode, stdout, stderr } = await project.bin('rapidbyte', 'run', file, '--json');
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ streams: [{ rows_read: 10_000, rows_committed: 10_000 }] });
    const count = 'SELECT count(*)::int AS rows, max(label) AS label FROM orders';
    expect(await to.query(count)).toEqual(await from.query(count));
  },
  installTimeoutMs,
);
