import type { Identity } from '@rapidbyte/connector';
import manifest from '../../package.json' with { type: 'json' };

export const hostIdentity: Identity = { name: 'rapidbyte', version: manifest.version };
