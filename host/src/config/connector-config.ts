import { dirname, resolve } from 'node:path';
import { Redactor } from '../connector/redact.ts';
import { readYaml } from './document.ts';
import { PipelineFileError } from './problem.ts';
import { readTextFile, TextFileError } from './read-text-file.ts';
import { resolveReferences } from './reference.ts';
import { literalSecrets } from './secrets.ts';
import type { JsonObject, JsonValue } from './types.ts';

const maxFileBytes = 1 << 20;

export interface ConnectorConfig {
  readonly config: JsonObject;
  /** Texts in it that must not be shown. */
  readonly secrets: readonly string[];
}

/**
 * Reads a connector's config by itself: what a pipeline file has under `config`, as YAML or JSON, references included.
 *
 * @throws PipelineFileError with every problem of the file
 */
export function loadConnectorConfig(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ConnectorConfig {
  let text: string;
  try {
    text = readTextFile(file, maxFileBytes);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    const code = error.reason === 'missing' ? 'file_not_found' : 'file_not_readable';
    const hint = "name a YAML or JSON text of at most 1 MiB: the connector's config";
    throw new PipelineFileError(file, [{ code, message: `the config file ${error.message}`, hint, path: '' }]);
  }
  const document = readYaml(text);
  if (document.problems.length > 0) throw new PipelineFileError(file, document.problems);
  const { value, problems, secrets } = resolveReferences(document.value, {
    environment,
    baseDirectory: dirname(resolve(file)),
  });
  const redactor = new Redactor(secrets);
  if (problems.length > 0) {
    const placed = problems.map((problem) => {
      const place = document.locate(problem.path);
      const masked = { ...problem, message: redactor.text(problem.message) };
      return place === undefined ? masked : { ...masked, place };
    });
    throw new PipelineFileError(file, placed);
  }
  if (!isObject(value)) {
    const message = 'a config is a map of keys and values';
    throw new PipelineFileError(file, [{ code: 'invalid_config', message, hint: 'write key: value', path: '' }]);
  }
  return { config: value, secrets: [...new Set([...secrets, ...literalSecrets(value)])] };
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
