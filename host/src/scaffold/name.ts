import { PipelineError } from '../connector/error.ts';

/** A file name on every system, with room for `rapidbyte-source-` before it. */
const maxNameLength = 64;

/**
 * The name of a connector's project becomes a folder, a package, a command and what `use:` says.
 * @throws PipelineError `name_invalid` (config)
 */
export function checkConnectorName(name: string): void {
  const prefix = /^(?:rapidbyte-)?(?:(?:source|dest|destination|connector)-)?/.exec(name)?.[0] ?? '';
  if (prefix !== '') {
    const rest = name.slice(prefix.length);
    throw invalid(
      name,
      `"${prefix}" is put before it where it belongs`,
      `say only: ${rest === '' ? 'my-system' : rest}`,
    );
  }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw invalid(name, 'it has lower-case letters, digits, and single hyphens between them', 'for example: my-system');
  }
  if (name.length > maxNameLength)
    throw invalid(name, `it has at most ${maxNameLength} characters`, 'choose a shorter one');
}

function invalid(name: string, why: string, hint: string): PipelineError {
  const message = `"${name}" can't be the name of a connector: ${why}`;
  return new PipelineError({ side: 'host', category: 'config', code: 'name_invalid', message, hint });
}
