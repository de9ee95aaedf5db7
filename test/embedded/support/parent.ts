import { createTestHost } from './start-test-host.ts';

/** Starts a host, prints its process id and stays: to be killed by a test. */
const tested = await createTestHost('lifecycle-app', { NIGHTLY: '0 0 3 * * *' });
await tested.host.start();
process.stdout.write(`${String(tested.host.pid)}\n`);
setInterval(() => undefined, 1000);
