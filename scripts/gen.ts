/** Generates protocol/src/gen from protocol/proto/connector.proto. The result is committed: a build needs no generator. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = dirname(import.meta.dirname);
const proto = join(root, 'protocol/proto/connector.proto');
const javascript = join(root, 'protocol/src/gen/messages.js');
const declarations = join(root, 'protocol/src/gen/messages.d.ts');
// The hash lets a test notice that the proto file has changed since.
const hash = createHash('sha256')
  .update(await readFile(proto))
  .digest('hex');
const banner = `// Generated from proto/connector.proto by \`npm run gen\`. Do not edit.\n// sha256 ${hash}\n`;

// Encode and decode only; 64-bit integers are numbers (the edge refuses unsafe ones).
const options = (
  '--target static-module --wrap esm --dependency protobufjs/minimal.js --force-number ' +
  '--no-create --no-verify --no-convert --no-delimited --no-typeurl --no-service'
).split(' ');

// The declarations are made from the comments, which the code itself can do without.
await run('pbjs', [...options, '--dts', '--out', javascript, proto]);
await run('pbjs', [...options, '--no-comments', '--out', javascript, proto]);

// A short name for the package's namespace, for both the types and the code.
const alias = 'v1 = rapidbyte.connector.v1;\n';
await writeFile(javascript, `${banner}${await readFile(javascript, 'utf8')}\nexport const ${alias}`);
const lean = (await readFile(declarations, 'utf8'))
  .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
  .replace('import Long = require("long");\n', '') // unused under --force-number
  .replaceAll(/\n{2,}/g, '\n');
await writeFile(declarations, `${banner}${lean}export import ${alias}`);
