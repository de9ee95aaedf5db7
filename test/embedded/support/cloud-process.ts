import { join } from 'node:path';
import { startCloud } from '../../../apps/local/cloud/start-cloud.ts';

/**
 * `cloud-process.ts <folder> [functions port]`: an embedded cloud in a process of its own. Prints one JSON line when it
 * serves and stays until it is killed, or until SIGTERM, at which it stops in order.
 */
const [, , folder = '', port] = process.argv;
const cloud = await startCloud({
  folder,
  appFolder: join(import.meta.dirname, '../apps/cloud-app'),
  queues: [{ name: 'notes', lockDurationMs: 2000, maxDeliveryCount: 5, duplicateDetectionWindowMs: 60_000 }],
  env: { EXTRA_SETTING: 'given' },
  ...(port === undefined ? {} : { ports: { functions: Number(port) } }),
  log: (line) => process.stderr.write(`${line}\n`),
});
cloud.setSecret('from-start', 'a secret value');
process.once('SIGTERM', () => void cloud.stop().then(() => process.exit(0)));
process.stdout.write(
  `${JSON.stringify({ pid: process.pid, hostPid: cloud.host.pid, url: cloud.urls.functions })}\n`,
);
