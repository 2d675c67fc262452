import { randomInt } from 'node:crypto';
import {
  type ConformanceOptions,
  type ConformanceReport,
  isMeant,
  listClauses,
  runConformance,
} from '@rapidbyte/connector/testing';
import type { JsonObject } from '../config/types.ts';
import { connectorEnvironment, type ProcessEnvironment } from '../connector/environment.ts';
import { cancelledError, PipelineError } from '../connector/error.ts';
import { resolveConnector } from '../connector/resolve.ts';

export interface CertifyOptions extends Pick<ConformanceOptions, 'role' | 'secrets' | 'probe' | 'grow' | 'onResult'> {
  readonly config: JsonObject;
  readonly only: readonly string[];
  /** Random if not said; the report names it. */
  readonly seed?: number;
  readonly signal: AbortSignal;
  readonly environment?: ProcessEnvironment;
}

/**
 * Runs the conformance suite against a connector, found and started as a run does it.
 * @throws PipelineError if there is no such connector, no such clause, or it is cancelled
 */
export async function certify(use: string, options: CertifyOptions): Promise<ConformanceReport> {
  const { config, environment = process.env, seed = randomInt(0x1_0000_0000), ...rest } = options;
  const baseDirectory = process.cwd();
  const { command } = resolveConnector(use, { side: 'host', baseDirectory, environment });
  const unknown = options.only.find((word) => !listClauses(options.role).some((clause) => isMeant(word, clause)));
  if (unknown !== undefined) {
    throw new PipelineError({
      side: 'host',
      category: 'config',
      code: 'unknown_clause',
      message: `"${unknown}" is no rule, clause or family of a ${options.role}`,
      hint: 'rapidbyte conformance --explain lists them',
    });
  }
  try {
    return await runConformance({
      ...rest,
      command,
      config: JSON.stringify(config),
      environment: connectorEnvironment(environment),
      workingDirectory: baseDirectory,
      seed,
    });
  } catch (error) {
    if (options.signal.aborted) throw cancelledError('Cancelled');
    throw error;
  }
}
