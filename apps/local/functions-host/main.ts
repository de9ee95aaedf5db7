import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startHost } from './start-host.ts';

/**
 * The Functions host as a process of its own: `main.ts --app <folder> --state <folder> [--port n] [--drain-ms n]`.
 * With an IPC channel it says `{ type: 'ready', port, functions }`, and it ends when the channel does, so that it
 * never outlives whoever started it. SIGTERM and SIGINT drain; a second one ends at once.
 */
const EXIT_START_FAILED = 1;
const EXIT_TIMED_OUT_FUNCTION = 70;

const { values } = parseArgs({
  options: {
    app: { type: 'string', default: '.' },
    state: { type: 'string', default: '.perf-agent/host' },
    port: { type: 'string', default: '0' },
    'drain-ms': { type: 'string', default: '30000' },
  },
});

process.once('disconnect', () => process.exit(0));
process.chdir(resolve(values.app));
process.env['FUNCTIONS_WORKER_RUNTIME'] ??= 'node';
process.env['AZURE_FUNCTIONS_ENVIRONMENT'] ??= 'Development';

try {
  const host = await startHost({
    appFolder: process.cwd(),
    stateFolder: resolve(values.state),
    port: Number(values.port),
    env: process.env,
    print: (line) => process.stdout.write(`${line}\n`),
    // Azure restarts the worker after a time-out, because the handler cannot be stopped. The delay lets the failed
    // invocation be answered and its message be abandoned.
    onTimeout: () => setTimeout(() => process.exit(EXIT_TIMED_OUT_FUNCTION), 500),
  });
  let isDraining = false;
  function drain(): void {
    if (isDraining) process.exit(1);
    isDraining = true;
    void host.drain(Number(values['drain-ms'])).then((isIdle) => process.exit(isIdle ? 0 : 1));
  }
  process.on('SIGTERM', drain);
  process.on('SIGINT', drain);
  process.send?.({ type: 'ready', port: host.port, functions: host.functionNames });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The Functions host did not start: ${message}\n`);
  process.send?.({ type: 'failed', message });
  process.exitCode = EXIT_START_FAILED;
  if (process.connected) process.disconnect();
}
