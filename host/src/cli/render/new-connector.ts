import type { NewConnector } from '../../scaffold/new-connector.ts';
import type { Line } from '../output.ts';

export function newConnectorLines({ name, package: packageName, folder, files }: NewConnector): readonly Line[] {
  return [
    [{ text: packageName, style: 'bold' }, ` in ${folder}`],
    ...files.map((file): Line => [{ text: `  ${file}`, style: 'dim' }]),
    [`next: cd ${name} && npm install && npm test && npm run demo; README.md says how to go on`],
  ];
}
