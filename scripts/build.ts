/**
 * Builds every package into its `dist`: protocol as modules with declarations (others import it), the host as a
 * bundle with lazily loaded chunks, each connector as one file. A new `dist` takes the place of the old one only when
 * it is whole, so nothing stale stays and nobody runs half a build.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type BuildOptions } from 'esbuild';
import { noticesFile, thirdPartyNotices } from './third-party-notices.ts';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const run = promisify(execFile);

/** CommonJS dependencies inside an ES module bundle look for these names. */
const commonJsNames = [
  `import { createRequire as __createRequire } from 'node:module';`,
  `const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`,
].join('');

const bundle = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.13',
  conditions: ['rapidbyte-source'],
  banner: { js: commonJsNames },
  // oclif looks for its own package.json to check the version of Node, which the bin has done.
  define: { 'process.env.OCLIF_DISABLE_ENGINE_WARNING': '"1"' },
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions;

async function replaceDist(packageDir: string, fill: (dist: string) => Promise<void>): Promise<void> {
  const dist = join(root, packageDir, 'dist');
  const fresh = join(root, packageDir, `.dist-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  try {
    await fill(fresh);
    await rm(dist, { recursive: true, force: true });
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Bundles into `dist`, with what the licences of others ask for beside it. */
async function bundleInto(dist: string, options: BuildOptions): Promise<void> {
  const { metafile } = await build({ ...bundle, ...options, metafile: true });
  await writeFile(join(dist, noticesFile), thirdPartyNotices(root, metafile));
}

async function emit(packageDir: string, outDir: string): Promise<void> {
  try {
    await run(process.execPath, [
      tsc,
      '-p',
      join(root, packageDir, 'tsconfig.build.json'),
      '--noCheck',
      '--outDir',
      outDir,
    ]);
  } catch (error) {
    throw new Error(`tsc ${packageDir}:\n${(error as { stdout?: string }).stdout ?? String(error)}`, { cause: error });
  }
}

const buildProtocol = () =>
  replaceDist('protocol', async (dist) => {
    await emit('protocol', dist);
    await cp(join(root, 'protocol/src/gen'), join(dist, 'gen'), { recursive: true });
  });

const buildHost = () =>
  replaceDist('host', async (dist) => {
    await bundleInto(dist, {
      entryPoints: { main: 'host/src/main.ts', index: 'host/src/index.ts' },
      outdir: dist,
      splitting: true,
      chunkNames: 'chunk-[name]-[hash]',
    });
    await emit('host', dist);
  });

const buildConnector = (packageDir: string) =>
  replaceDist(packageDir, async (dist) => {
    await bundleInto(dist, { entryPoints: [`${packageDir}/src/main.ts`], outfile: join(dist, 'main.js') });
  });

// The host's declarations refer to the protocol's, so these two come one after the other.
const results = await Promise.allSettled([
  buildProtocol().then(buildHost),
  buildConnector('connectors/source-postgres'),
  buildConnector('connectors/dest-postgres'),
]);

for (const result of results) {
  if (result.status === 'rejected') {
    console.error((result.reason as Error).message);
    process.exitCode = 1;
  }
}
