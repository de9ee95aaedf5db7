import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readQueues } from './cloud/read-queues.ts';
import type { Cloud } from './cloud/start-cloud.ts';
import { listHttpFunctions } from './cloud/list-http-functions.ts';

const HELP = `Usage: npm run dev -- [options]

Builds the app, starts the embedded cloud and stays until Ctrl-C.

  --port <number>    port of the Functions app (default 7071)
  --folder <path>    where all data is kept (default .perf-agent/dev)
  --config <file>    the app's configuration, PERF_AGENT_CONFIG (default apps/local/dev-config.yaml)
  --secret <n>=<v>   puts a secret into the embedded Key Vault; may be repeated
  --no-build         start what was built before
  --help             this text
`;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const QUEUES = new URL('../../shared/contracts/queues.json', import.meta.url);
/** Named in dev-config.yaml; made at the first start, so that webhooks can be tried at once. */
const WEBHOOK_SECRET = 'gitlab-webhook-token';
const CONFIG = fileURLToPath(new URL('dev-config.yaml', import.meta.url));

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7071' },
      folder: { type: 'string', default: '.perf-agent/dev' },
      config: { type: 'string' },
      secret: { type: 'string', multiple: true, default: [] },
      build: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port ${values.port}: a port is a number from 1 to 65535`);
  }
  const secrets = values.secret.map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1) throw new Error('--secret wants <name>=<value>, such as --secret gitlab-token=glpat-1234');
    return [text.slice(0, at), text.slice(at + 1)];
  });
  return { ...values, port, secrets };
}

/** Runs the bundler as `npm run build` does. @throws Error when it fails; its own output says why */
function build(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['tools/bundle.ts'], { cwd: ROOT, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('The build failed; see above.'));
    });
  });
}

async function describe(cloud: Cloud): Promise<string> {
  const routes = await listHttpFunctions(cloud.urls.functions, cloud.keys.master);
  return [
    '',
    'The embedded cloud is running. Ctrl-C stops it; the next start finds its data.',
    `  status page  ${cloud.urls.functions}/api/v1/status?code=${cloud.keys.default}`,
    ...routes
      .filter(({ path }) => path.includes('webhook'))
      .map(({ methods, path }) => `  webhook      ${methods.join('|')} ${cloud.urls.functions}${path}`),
    `  secrets      ${cloud.folder}/key-vault/secrets.json (the webhook's token: ${WEBHOOK_SECRET})`,
    `  folder       ${cloud.folder} (cloud.json has all addresses and keys)`,
    `  database     ${cloud.urls.database}`,
    '',
  ].join('\n');
}

function stopOnSignals(cloud: Cloud): void {
  let isStopping = false;
  function stop(): void {
    if (isStopping) {
      void cloud.host.kill('SIGKILL').finally(() => process.exit(130));
      return;
    }
    isStopping = true;
    console.log('\nStopping: running work may finish. Ctrl-C again cuts it off.');
    cloud.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(String(error));
        process.exit(1);
      },
    );
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

try {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
  } else {
    if (options.build) await build();
    // Loaded late: the help and a wrong option answer at once.
    const { startCloud } = await import('./cloud/start-cloud.ts');
    const { prepareCloud } = await import('./prepare-cloud.ts');
    const cloud = await startCloud({
      folder: options.folder,
      appFolder: ROOT,
      ports: { functions: options.port },
      queues: readQueues(QUEUES),
      functionsHost: false,
      env: { PERF_AGENT_CONFIG: options.config ?? process.env['PERF_AGENT_CONFIG'] ?? CONFIG },
      log: (line) => console.log(line),
    });
    stopOnSignals(cloud);
    await prepareCloud(cloud);
    for (const [name, value] of options.secrets) cloud.setSecret(name, value);
    if (!cloud.hasSecret(WEBHOOK_SECRET))
      cloud.setSecret(WEBHOOK_SECRET, randomBytes(24).toString('base64url'));
    await cloud.host.start();
    console.log(await describe(cloud));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
