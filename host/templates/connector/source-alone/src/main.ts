#!/usr/bin/env node
import { serve } from '@rapidbyte/connector';
import manifest from '../package.json' with { type: 'json' };
import { createSource } from './source.ts';

await serve({ source: createSource({ name: manifest.name, version: manifest.version }) });
