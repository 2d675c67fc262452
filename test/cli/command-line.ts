import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Dozens of processes load the same modules. */
const compileCache = join(tmpdir(), 'rapidbyte-test-compile-cache');

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Closes the reading end of its stdout at once, as `| true` does. */
  readonly closeStdout?: boolean;
  /** Called with the process, and again and again with what it has written to stderr so far. */
  readonly onStderr?: (stderr: string, child: ChildProcess) => void;
}

/** Runs the CLI from its sources, as a process of its own. Never rejects. */
export function rapidbyte(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return start(['--conditions=rapidbyte-source', join(root, 'host/src/main.ts'), ...args], options);
}

/** Runs the CLI as it is published; needs a build. */
export function builtRapidbyte(
  nodeOptions: readonly string[],
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return start([...nodeOptions, join(root, 'host/bin/rapidbyte.js'), ...args], options);
}

function start(
  nodeArgs: readonly string[],
  { env, cwd, closeStdout, onStderr }: CommandOptions,
): Promise<CommandResult> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, nodeArgs, {
    env: { PATH, HOME, NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  if (closeStdout === true) child.stdout.destroy();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, child);
  });
  return new Promise((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** A connector of `test/fixtures/connectors`, as `use:` takes it. */
export const fixture = (name: string) => join(root, 'test/fixtures/connectors', `${name}.ts`);

export interface TemporaryFolder {
  readonly path: string;
  write(name: string, content: string): string;
  remove(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'rapidbyte-cli-'));
  return {
    path,
    write: (name, content) => {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A pipeline from a generated table to a destination that counts. */
export function demoPipeline(
  options: {
    readonly source?: string;
    readonly destination?: string;
    readonly config?: string;
    readonly stream?: string;
  } = {},
): string {
  return `version: "1.0"
pipeline: demo
source:
  use: ${options.source ?? fixture('generator')}
  config: ${options.config ?? '{ streams: { numbers: 2500 } }'}
  streams: [{ name: ${options.stream ?? 'demo.numbers'} }]
destination:
  use: ${options.destination ?? fixture('counter')}
`;
}
