import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { k6StreamHeader, k6StreamPoints, type ResponseSample } from './k6-stream.ts';
import { pageView } from './page-view.ts';

/** Every connection copies all requests when it is made; many would keep the first ones waiting and put their seconds apart. */
const PAGES = 10;
/** Until all connections are made; requests that began earlier measure autocannon. */
const SETTLING_MS = 500;

/**
 * Load by autocannon in a process of its own, so that nobody else's work delays its clock. Its rate limit lets each
 * connection send its share at the start of every second, so `connections` requests are under way at a time.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    file: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string' },
    rate: { type: 'string' },
  },
});
const { url, file } = values;
if (url === undefined || file === undefined) throw new Error('--url and --file must be given.');

const requests = Array.from({ length: PAGES }, (_, index) => pageView(index)).flat();
const samples: ResponseSample[] = [];
const startedAt = Date.now();
let answered = '';

const done = Promise.withResolvers<undefined>();
const instance = autocannon(
  {
    url,
    duration: Number(values.seconds),
    connections: Number(values.connections),
    overallRate: Number(values.rate),
    timeout: 5,
    // autocannon tells the route and then, in the same turn, the time of the same answer.
    requests: requests.map(({ name, path }) => ({
      method: 'GET',
      path,
      onResponse: () => void (answered = name),
    })),
  },
  (error: unknown) => {
    if (error === null || error === undefined) done.resolve(undefined);
    else done.reject(new Error('autocannon failed.', { cause: error }));
  },
);
instance.on('response', (_client, status, _bytes, durationMs) => {
  const at = Date.now();
  if (at - durationMs - startedAt > SETTLING_MS) samples.push({ at, name: answered, status, durationMs });
});
instance.on('reqError', () => {
  samples.push({ at: Date.now(), name: '', status: 0, durationMs: 0 });
});
await done.promise;
await writeFile(file, k6StreamHeader() + samples.map(k6StreamPoints).join(''));
