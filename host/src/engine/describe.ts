import { defaultMaxFrameBytes } from '@rapidbyte/connector';
import type { JsonObject } from '../config/types.ts';
import { ConnectorClient } from '../connector/client.ts';
import { localRequestTimeoutMs } from '../connector/deadlines.ts';
import { PipelineError } from '../connector/error.ts';
import { violation } from '../connector/violation.ts';
import { Redactor } from '../connector/redact.ts';
import { resolveConnector } from '../connector/resolve.ts';
import type { EngineOptions } from './options.ts';
import type { ConnectorDescription, ConnectorLocation } from './types.ts';

export interface DescribeOptions extends EngineOptions {
  /** Where relative paths and packages are looked for; the working directory if not said. */
  readonly baseDirectory?: string;
}

/** What a connector says of itself, without any configuration. @throws PipelineError */
export async function describeConnector(use: string, options: DescribeOptions = {}): Promise<ConnectorDescription> {
  const baseDirectory = options.baseDirectory ?? process.cwd();
  const environment = options.environment ?? process.env;
  const connector = resolveConnector(use, { side: 'host', baseDirectory, environment });
  const client = await ConnectorClient.spawn({
    connector,
    // Its role is not known yet; only messages say it.
    side: /dest/.test(use) ? 'destination' : 'source',
    anyRole: true,
    workingDirectory: baseDirectory,
    environment,
    redactor: new Redactor([]),
    maxFrameBytes: defaultMaxFrameBytes,
    capabilities: [],
    signal: options.signal ?? new AbortController().signal,
    onLog: () => undefined,
  });
  try {
    await client.shakeHands();
    const { use: named, kind, file } = connector;
    const location = { use: named, kind, file, ...(connector.package && { package: connector.package }) };
    return await describe(client, location);
  } finally {
    await client.close();
  }
}

async function describe(client: ConnectorClient, location: ConnectorLocation): Promise<ConnectorDescription> {
  const { connector, version, capabilities, knobs, maxOpenUnits, roles } = client.welcome;
  const described: ConnectorDescription['roles'][number][] = [];
  for (const role of roles) {
    const [spec] = await client.request({ type: 'spec', role }, { answer: 'spec', timeoutMs: localRequestTimeoutMs });
    if (spec === undefined) continue;
    const { configSchema, documentationUrl, syncModes, writeModes } = spec;
    described.push({ role, configSchema: parseSchema(client, configSchema), documentationUrl, syncModes, writeModes });
  }
  return {
    identity: connector,
    location,
    protocolVersion: version,
    capabilities,
    knobs,
    maxOpenUnits,
    roles: described,
  };
}

function parseSchema(client: ConnectorClient, text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw PipelineError.blame(violation('wrong_spec', 'Its config schema is not JSON'), client.blame());
  }
}
