/**
 * Runs vitest with the arguments given, and ends its output with one line: `N passed, N failed, N skipped`.
 * Exits with 1 if a test, a file or an error outside tests failed, or if there was no test at all.
 */
import { parseCLI, startVitest, type Vitest } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await startVitest(filter, { ...options, watch: false });
const counts = count(vitest);
await vitest.close();
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
// Last of all, because vitest prints until the end; and a run that fails for any other reason has not passed either.
process.once('exit', (code) => {
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
});

/** Tests, plus one failure for each file that could not be run and each error that belongs to no test. */
function count(vitest: Vitest): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of vitest.state.getTestModules()) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed++;
      else if (state === 'failed') counts.failed++;
      else counts.skipped++;
    }
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  }
  counts.failed += vitest.state.getUnhandledErrors().length;
  return counts;
}
