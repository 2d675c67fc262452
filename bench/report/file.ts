import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** A file that does not exist yet: results are never overwritten. */
export function freshReportFile(directory: string, stem: string): string {
  for (let number = 1; ; number++) {
    const file = join(directory, `${stem}${number === 1 ? '' : `-${number}`}.md`);
    if (!existsSync(file)) return file;
  }
}

export async function writeReport(file: string, report: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(report, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
