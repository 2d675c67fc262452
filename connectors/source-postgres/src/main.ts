import { serve } from '@rapidbyte/connector';
import { createSource } from './source.ts';

await serve({ source: createSource() });
