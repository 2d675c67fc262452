import manifest from '../package.json' with { type: 'json' };

/** Of this connector. */
export const version: string = manifest.version;
