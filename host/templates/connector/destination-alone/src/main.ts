#!/usr/bin/env node
import { serve } from '@rapidbyte/connector';
import manifest from '../package.json' with { type: 'json' };
import { createDestination } from './destination.ts';

await serve({ destination: createDestination({ name: manifest.name, version: manifest.version }) });
