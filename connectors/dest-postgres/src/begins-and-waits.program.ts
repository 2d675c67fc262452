import { configured, int4, negotiate, streamOffer } from './test-load.ts';

// A process for tests to kill: begins a load of the stream public.orders, says so, and waits.

const [url = ''] = process.argv.slice(2);
const destination = await configured(url);
const offer = streamOffer({ namespace: 'public', name: 'orders' }, [int4('id')]);
const spec = await negotiate(destination, offer);
await destination.begin({ loadId: 'killed', streams: [spec], holder: 'the one that is killed' });
console.log('begun');
setInterval(() => {}, 1000);
