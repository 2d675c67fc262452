#!/usr/bin/env node
import { serve } from '@rapidbyte/connector';
import manifest from '../package.json' with { type: 'json' };
import { createDestination } from './destination.ts';
import { createSource } from './source.ts';

const identity = { name: manifest.name, version: manifest.version };
await serve({ source: createSource(identity), destination: createDestination(identity) });
