import { closeSync, openSync, readSync } from 'node:fs';

/** Linux itself takes no longer first line than this. */
const maxLineBytes = 256;

/**
 * The options that a script's first line gives to Node.js: `#!/usr/bin/env -S node --max-semi-space-size=1`. None where
 * the line is another one, or names anything but options.
 */
export function nodeOptions(file: string): readonly string[] {
  const [, text = ''] = /^#!\s*\S*?(?:\/env\s+-S\s+node|\/node)[ \t]+([^\r\n]*)/.exec(firstBytes(file)) ?? [];
  const options = text.split(/[ \t]+/).filter((option) => option !== '');
  return options.every((option) => option.startsWith('--')) ? options : [];
}

function firstBytes(file: string): string {
  const bytes = Buffer.alloc(maxLineBytes);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
