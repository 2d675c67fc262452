import { dirname, resolve } from 'node:path';
import * as z from 'zod/mini';
import { readYaml } from './document.ts';
import { type Environment, readPipelineText } from './load.ts';
import { PipelineFileError } from './problem.ts';
import { resolveReferences } from './reference.ts';
import { missingKeyHint, pipelineNameSchema } from './schema.ts';
import type { JsonValue } from './types.ts';

export interface NamedPipeline {
  readonly pipeline: string;
  /** Absolute: the pipeline file's. */
  readonly baseDirectory: string;
}

/**
 * Only what a pipeline is called: whoever looks at its history needs no password of it, and the rest of the file may be wrong.
 *
 * @throws PipelineFileError
 */
export function readPipelineName(file: string, environment: Environment = process.env): NamedPipeline {
  const document = readYaml(readPipelineText(file));
  if (document.problems.length > 0) throw new PipelineFileError(file, document.problems);
  const baseDirectory = dirname(resolve(file));
  const { value, problems } = resolveReferences(nameOf(document.value), { environment, baseDirectory });
  const parsed = z.safeParse(pipelineNameSchema, value);
  if (problems.length === 0 && parsed.success) return { pipeline: parsed.data, baseDirectory };
  const place = document.locate('pipeline');
  const hint = missingKeyHint(['pipeline']);
  const wrong = {
    code: value === null ? 'missing_key' : 'invalid_value',
    message: value === null ? 'the key pipeline is missing' : 'pipeline is no name of a pipeline',
    ...(hint === undefined ? {} : { hint }),
  };
  const found = problems.length > 0 ? problems : [wrong];
  throw new PipelineFileError(
    file,
    found.map((problem) => ({ ...problem, path: 'pipeline', ...(place === undefined ? {} : { place }) })),
  );
}

function nameOf(document: JsonValue): JsonValue {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return null;
  return (document as { readonly [key: string]: JsonValue })['pipeline'] ?? null;
}
