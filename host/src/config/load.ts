import { dirname, resolve } from 'node:path';
import { buildConfig, type ConfigInput } from './build.ts';
import { readYaml, type YamlDocument } from './document.ts';
import { type FileProblem, PipelineFileError, type Place } from './problem.ts';
import { readTextFile, TextFileError } from './read-text-file.ts';
import type { JsonValue, PipelineConfig } from './types.ts';

/** Two thousand streams with all their columns fit; a larger file is not a pipeline. */
const maxFileBytes = 1 << 20;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface LoadedPipeline {
  readonly config: PipelineConfig;
  /** As the user named it. */
  readonly file: string;
  /** Where the value at a path such as `source.config.url` stands in the file. */
  locate(path: string): Place | undefined;
}

/**
 * Reads a pipeline file: YAML, then references, then the schema.
 *
 * @throws PipelineFileError with every problem of the file, each with its place and a hint
 */
export function loadPipeline(file: string, environment: Environment = process.env): LoadedPipeline {
  const document = readYaml(readPipelineText(file));
  if (document.problems.length > 0) throw new PipelineFileError(file, document.problems);
  const input = { value: document.value, baseDirectory: dirname(resolve(file)), environment };
  const { config, problems } = buildConfig(input);
  if (config === null) throw new PipelineFileError(file, placed(problems, document));
  return { config, file, locate: (path) => document.locate(path) };
}

/** @throws PipelineFileError if there is no such text */
export function readPipelineText(file: string): string {
  try {
    return readTextFile(file, maxFileBytes);
  } catch (error) {
    if (!(error instanceof TextFileError)) throw error;
    throw new PipelineFileError(file, [
      {
        code: error.reason === 'missing' ? 'file_not_found' : 'file_not_readable',
        message: `the pipeline file ${error.message}`,
        hint: 'name the pipeline file: a YAML text of at most 1 MiB',
        path: '',
      },
    ]);
  }
}

/**
 * A pipeline that is already an object, with the same keys as a pipeline file. Relative paths begin at
 * `baseDirectory`.
 *
 * @throws PipelineFileError with every problem
 */
export function loadPipelineObject(
  value: unknown,
  options: { readonly baseDirectory?: string; readonly environment?: Environment } = {},
): PipelineConfig {
  const input: ConfigInput = {
    value: plainData(value),
    baseDirectory: resolve(options.baseDirectory ?? '.'),
    environment: options.environment ?? process.env,
  };
  const { config, problems } = buildConfig(input);
  if (config === null) throw new PipelineFileError(undefined, problems);
  return config;
}

/** A copy as JSON has it. */
function plainData(value: unknown): JsonValue {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as JsonValue;
  } catch {
    throw new PipelineFileError(undefined, [
      {
        code: 'invalid_pipeline',
        message: 'the pipeline is not plain data',
        hint: 'remove cycles and bigints',
        path: '',
      },
    ]);
  }
}

function placed(problems: readonly FileProblem[], document: YamlDocument): FileProblem[] {
  return problems
    .map((problem) => {
      const place = document.locate(problem.path, problem.code === 'unknown_key' ? 'key' : 'value');
      return place === undefined ? problem : { ...problem, place };
    })
    .sort((a, b) => order(a.place) - order(b.place));
}

const order = (place: Place | undefined) => (place === undefined ? 0 : place.line * 2 ** 20 + place.column);
