import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeOptions } from './shebang.ts';

const folder = mkdtempSync(join(tmpdir(), 'rapidbyte-shebang-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['#!/usr/bin/env -S node --max-semi-space-size=1\n', ['--max-semi-space-size=1']],
  ['#!/usr/bin/env -S node  --a=1 --b \r\ncode', ['--a=1', '--b']],
  ['#!/opt/bin/node --a\n', ['--a']],
  ['#!/usr/bin/env node\ncode', []],
  ['#!/usr/bin/env -S node --a other.js\n', []],
  ['#!/bin/sh -e\n', []],
  ['code();\n--not an option', []],
  ['', []],
])('%j', (text, options) => {
  const file = join(folder, 'script.js');
  writeFileSync(file, text);
  expect(nodeOptions(file)).toEqual(options);
});
