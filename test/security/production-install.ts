import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { bundleUnlessCurrent, commandLineUnlessCurrent } from '../../tools/build-unless-current.ts';
import { BASE, HEAD, PROJECT, ROOT, startInstallation } from '../support/start-installation.ts';

/**
 * `npm run check:production`: installs what a deployment has (no development tools, no scripts of packages) into an empty folder, and has it serve: a webhook
 * becomes a comment, a report and its picture, and the command line masks a text. Ends with 1 when it does not.
 */
const FILES = [
  'package.json',
  'package-lock.json',
  'host.json',
  'policies',
  'dist',
  'apps/cli/perf-agent.mjs',
];
const INSTALL = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
const PNG = '89504e470d0a1a0a';
const Steps = z.object({
  steps: z.array(z.object({ step: z.string(), output: z.unknown() })),
});
const Report = z.object({ files: z.array(z.object({ format: z.string(), url: z.url() })) });

const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-production-'));
try {
  const installed = await install();
  const masked = await run(process.execPath, ['apps/cli/perf-agent.mjs', 'mask'], 'mail ada@example.com');
  if (!masked.startsWith('mail <email-')) throw new Error(`The command line did not mask: ${masked}`);
  const picture = await serveOneChange();
  process.stdout.write(`${JSON.stringify({ packages: installed, comment: true, pictureBytes: picture })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns how many packages lie in the folder */
async function install(): Promise<number> {
  await bundleUnlessCurrent(ROOT);
  await commandLineUnlessCurrent(ROOT);
  for (const file of FILES) cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  await run('npm', INSTALL);
  const modules = path.join(folder, 'node_modules');
  for (const tool of ['vitest', 'typescript', 'esbuild', '@electric-sql/pglite']) {
    if (existsSync(path.join(modules, tool))) throw new Error(`${tool} is a tool and was installed.`);
  }
  return readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?:^|node_modules\/)(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(file),
  ).length;
}

/** @returns bytes of the report's picture */
async function serveOneChange(): Promise<number> {
  const installation = await startInstallation({ appFolder: folder });
  try {
    installation.openMergeRequest();
    await installation.pushResults({ commit: BASE, branch: 'main', medianMs: 20, seed: 1 });
    await installation.pushResults({ commit: HEAD, branch: 'feature', medianMs: 40, seed: 101 });
    const runId = await installation.sendWebhook();
    await installation.waitFor('a comment', () => installation.gitlab.notes(PROJECT, 1).length === 1);
    const { steps } = Steps.parse(await installation.api(`/api/v1/runs/${runId}`));
    const { files } = Report.parse(steps.find(({ step }) => step === 'report')?.output);
    const png = files.find(({ format }) => format === 'png');
    const reply = await fetch(png?.url ?? '', { signal: AbortSignal.timeout(10_000) });
    const bytes = Buffer.from(await reply.arrayBuffer());
    if (bytes.subarray(0, 8).toString('hex') !== PNG) throw new Error(`No picture: status ${reply.status}.`);
    return bytes.length;
  } finally {
    await installation.stop();
  }
}

/** Runs a program in the folder. @returns what it printed */
async function run(file: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(file, args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], timeout: 300_000 });
  child.stdin.end(input);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${String(code)}: ${printed}`);
  return printed;
}
