import type { ConnectorLocation } from '../../engine/types.ts';
import type { Line } from '../output.ts';

export function connectorsLines(connectors: readonly ConnectorLocation[]): readonly Line[] {
  if (connectors.length === 0) {
    return [['no connector is found'], ['  hint: npm install @rapidbyte/source-postgres @rapidbyte/dest-postgres']];
  }
  const width = Math.max(...connectors.map((connector) => connector.use.length));
  return connectors.map((connector) => [
    { text: connector.use.padEnd(width), style: 'bold' },
    `  ${connector.package === undefined ? connector.kind : `${connector.package.name} ${connector.package.version}`}`,
    { text: `  ${connector.file}`, style: 'dim' },
  ]);
}
