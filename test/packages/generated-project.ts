import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installTimeoutMs, packPackages, Project, Projects } from './project.ts';

interface Expected {
  readonly role: 'source' | 'destination' | 'both';
  readonly package: string;
  readonly bins: readonly string[];
  readonly roles: readonly string[];
  /** That its demo moves. */
  readonly rows: number;
}

export interface Manifest {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** What has to be true of a new connector, from its first line to its users. */
export function describeNewConnector(expected: Expected): void {
  describe(`rapidbyte new connector --role ${expected.role}`, () => {
    const projects = new Projects();
    afterAll(() => projects.remove());
    let project: Project;

    beforeAll(async () => {
      const tarballs = await packPackages(projects.path);
      const host = await projects.create('host', Object.values(tarballs));
      const made = await host.bin('rapidbyte', 'new', 'connector', 'weather', '--role', expected.role, '--json');
      expect(made.exitCode, made.stderr).toBe(0);
      project = new Project((JSON.parse(made.stdout) as { folder: string }).folder);
      await project.install('--save-dev', ...Object.values(tarballs).map(({ file }) => file));
    }, installTimeoutMs);
    test('makes a package that has what it says, and depends on nothing', () => {
      const { name, bin, dependencies } = manifestOf(project.path);
      expect({ name, bins: Object.keys(bin), dependencies }).toEqual({ name: expected.package, bins: expected.bins });
      const readme = readFileSync(join(project.path, 'README.md'), 'utf8');
      for (const role of expected.roles)
        expect(readme).toContain(`rapidbyte conformance ./dist/main.js --role ${role}`);
      expect(readme).not.toMatch(/\{\{/);
    });

    test('whose types are right, and whose tests pass, a pipeline among them', async () => {
      const [types, tests] = await Promise.all([
        project.npm('run', 'typecheck'),
        project.npm('test', '--', '--test-reporter=tap'),
      ]);
      expect(types.stdout + types.stderr).not.toContain('error');
      expect(types.exitCode).toBe(0);
      expect(tests.stdout).toContain('ok 1 - works in a pipeline');
      expect(tests.stdout).toMatch(/^# fail 0$/m);
      expect(tests.exitCode, tests.stdout).toBe(0);
    });

    test('that runs its demo', async () => {
      const { exitCode, stdout, stderr } = await project.npm('run', 'demo', '--', '--json');
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toContain(`"rows_committed": ${expected.rows}`);
    });

    test('that builds into one file, which works once it is installed as it is published', async () => {
      expect(await project.npm('run', 'build')).toMatchObject({ exitCode: 0 });
      const packed = await project.npm('pack', '--ignore-scripts', '--json', '--pack-destination', projects.path);
      const [tarball] = Object.values(JSON.parse(packed.stdout) as Record<string, { filename: string }>);
      const user = new Project(join(projects.path, `user-of-${expected.role}`));
      user.write('package.json', JSON.stringify({ name: 'user', private: true }));
      await user.install(join(projects.path, tarball?.filename ?? ''));
      expect(user.installed).toEqual([expected.package]);

      const spec = await project.run(user.path, 'rapidbyte', 'spec', expected.package, '--json');
      expect(JSON.parse(spec.stdout)).toMatchObject({
        identity: { name: expected.package, version: '0.1.0' },
        roles: expected.roles.map((role) => ({ role })),
      });
      const { stdout } = await project.run(user.path, 'rapidbyte', 'connectors', '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        connectors: expect.arrayContaining([
          expect.objectContaining({ package: { name: expected.package, version: '0.1.0' } }),
        ]) as unknown,
      });
    });
  });
}
