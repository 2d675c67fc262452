import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** A file that does not exist yet, in a directory that does: results are never overwritten, and charts may come first. */
export function freshReportFile(directory: string, stem: string): string {
  mkdirSync(directory, { recursive: true });
  for (let number = 1; ; number++) {
    const file = join(directory, `${stem}${number === 1 ? '' : `-${number}`}.md`);
    if (!existsSync(file)) return file;
  }
}

export async function writeReport(file: string, report: string): Promise<void> {
  writeFileSync(file, await format(report, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
