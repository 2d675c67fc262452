import { afterAll, describe, expect, test } from 'vitest';
import { builtRapidbyte, temporaryFolder } from './command-line.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Loaded by each Node before the first line of the program. */
const probe = folder.write(
  'probe.cjs',
  'process.stderr.write(`started ${process.pid} ${process.execArgv} ${process.env.MALLOC_ARENA_MAX}\\n`);',
);

async function startsOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string[][]> {
  const options = { env: { NODE_OPTIONS: `--require ${probe}`, ...env } };
  const { stderr } = await builtRapidbyte(['--stack-size=900'], args, options);
  return [...stderr.matchAll(/^started (.*)$/gm)].map(([, facts = '']) => facts.split(' '));
}

// The host's memory in a load that lasts: docs/decisions/20261123-memory.md.
describe.runIf(process.platform === 'linux' && 'execve' in process)(
  'the allocator of a host that runs a pipeline',
  () => {
    test('has one arena, after a start with the same process id and options', async () => {
      const [first, second, ...more] = await startsOf(['run', 'none.yaml']);
      expect(more).toEqual([]);
      expect(first?.[2]).toBe('undefined');
      expect(second).toEqual([first?.[0], '--stack-size=900', '1']);
    });

    test.each(['MALLOC_ARENA_MAX', 'MALLOC_TRIM_THRESHOLD_'])('is left alone where %s is set', async (name) => {
      expect(await startsOf(['run', 'none.yaml'], { [name]: '4' })).toHaveLength(1);
    });

    test('is left alone in commands that end at once', async () => {
      expect(await startsOf(['--version'])).toHaveLength(1);
    });
  },
);
