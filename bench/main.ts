/** npm run bench -- BENCHMARK [options] */
import { UsageError, type BenchCommand } from './command.ts';

const loaders: Readonly<Record<string, () => Promise<BenchCommand>>> = {
  spine: async () => (await import('./spine/command.ts')).spine,
  parallel: async () => (await import('./parallel/command.ts')).parallel,
  postgres: async () => (await import('./postgres/command.ts')).postgres,
  lean: async () => (await import('./lean/command.ts')).lean,
  cost: async () => (await import('./cost/command.ts')).cost,
  scaling: async () => (await import('./scaling/command.ts')).scaling,
};

async function main([name, ...args]: readonly string[]): Promise<void> {
  const load = Object.entries(loaders).find(([known]) => known === name)?.[1];
  if (load === undefined) {
    throw new UsageError(`usage: npm run bench -- BENCHMARK [options]; benchmarks: ${Object.keys(loaders).join(', ')}`);
  }
  const command = await load();
  try {
    await command.run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}\n\n${command.usage}`, { cause: error });
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? error.message : error);
  process.exitCode = isUsage ? 2 : 1;
}
