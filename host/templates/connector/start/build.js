// Bundles the connector into one file, so that it runs where no `npm install` was.
import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';

const outfile = 'dist/main.js';

await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.13',
  // For dependencies that are CommonJS.
  banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
});
await chmod(outfile, 0o755);
