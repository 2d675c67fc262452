import { defineConfig } from 'vitest/config';

const packages = ['protocol/src', 'host/src', 'connectors/*/src', 'test', 'bench', 'demo', 'scripts'];
const slow = process.env['RAPIDBYTE_SLOW'] === '1';

/** `{a,b}/**` + suffix for every package. */
const files = (suffix: string): string[] => packages.map((path) => `${path}/**/*${suffix}`);

const shared = {
  environment: 'node',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  teardownTimeout: 30_000,
} as const;

// Workspace packages are taken from their sources: a test never runs yesterday's build.
const ssr = { resolve: { conditions: ['rapidbyte-source', 'module', 'node'] } };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        ssr,
        test: {
          ...shared,
          name: 'unit',
          include: files('.test.ts'),
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.pg.test.ts', ...(slow ? [] : ['**/*.slow.test.ts'])],
        },
      },
      {
        ssr,
        test: {
          ...shared,
          name: 'postgres',
          include: files('.pg.test.ts'),
          exclude: ['**/node_modules/**', '**/dist/**', ...(slow ? [] : ['**/*.slow.pg.test.ts'])],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
});
