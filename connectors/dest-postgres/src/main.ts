import { serve } from '@rapidbyte/connector';
import { PostgresDestination } from './destination.ts';

await serve({ destination: new PostgresDestination() });
