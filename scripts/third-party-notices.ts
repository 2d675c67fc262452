import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** As it lies in a package's `dist`. */
export const noticesFile = 'THIRD_PARTY_NOTICES.txt';

const licenseFile = /^(?:licen[cs]e|copying)/i;
const noticeFile = /^notice/i;
/** Some packages have their licence at the end of their README only. */
const licenseInReadme = /^#+ *licen[cs]e *$([^]*)/im;

/**
 * What the licences of bundled packages ask for: name, version, licence text and notice of each one of which a line is in the
 * bundle.
 * @throws Error if a package has no licence text: then it can't be published in a bundle
 */
export function thirdPartyNotices(root: string, { outputs }: Metafile): string {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = packageFolder(path);
      if (bytesInOutput > 0 && folder !== null) folders.add(folder);
    }
  }
  const notices = [...folders].map((folder) => noticeOf(join(root, folder))).toSorted();
  return ['This package contains the following others, bundled.\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c` of a file somewhere in it; null of our own. */
function packageFolder(path: string): string | null {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null;
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const files = readdirSync(folder);
  const textsOf = (pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(file)).map((file) => readFileSync(join(folder, file), 'utf8'));
  const licenses = textsOf(licenseFile);
  if (licenses.length === 0)
    licenses.push(...textsOf(/^readme/i).flatMap((text) => licenseInReadme.exec(text)?.[1] ?? []));
  if (licenses.length === 0) throw new Error(`${name} has no licence text: leave it out of the bundle`);
  const texts = [...licenses, ...textsOf(noticeFile)].map((text) => text.replaceAll('\r\n', '\n').trim());
  return `${name} ${version} (${license ?? 'licence as below'})\n\n${texts.join('\n\n')}\n`;
}
