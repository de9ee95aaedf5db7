import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';

const DEFAULT_CLOUD = '.perf-agent/dev';
const CloudFile = z.object({
  urls: z.object({ functions: z.url() }),
  keys: z.object({ default: z.string() }),
  env: z.record(z.string(), z.string()),
});

/** Options that say which installation a command talks to. */
export interface TargetOptions {
  readonly url?: string;
  readonly key?: string;
  readonly cloud?: string;
}

/** Address and key of the HTTP doors: options, then PERF_AGENT_URL and PERF_AGENT_KEY, then the embedded cloud's own file. */
export function httpTarget(options: TargetOptions): { readonly url: string; readonly key: string } {
  const url = options.url ?? process.env['PERF_AGENT_URL'];
  if (url !== undefined)
    return { url: url.replace(/\/$/, ''), key: options.key ?? process.env['PERF_AGENT_KEY'] ?? '' };
  const cloud = readCloud(options.cloud);
  if (cloud !== null) return { url: cloud.urls.functions, key: cloud.keys.default };
  throw new PermanentError(
    'CONFIG_INVALID',
    `No server is given: use --url and --key, set PERF_AGENT_URL and PERF_AGENT_KEY, or start the embedded cloud (npm run dev).`,
  );
}

/** Environment for commands that work on the stores themselves: that of the process, or of the embedded cloud. */
export function operatorEnvironment(options: TargetOptions): Readonly<Record<string, string | undefined>> {
  if (options.cloud === undefined && process.env['SERVICE_BUS'] !== undefined) return process.env;
  const cloud = readCloud(options.cloud);
  if (cloud === null) return process.env;
  // The managed identity endpoint of the embedded cloud is found through the process's own environment by Azure's client.
  for (const name of ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']) process.env[name] = cloud.env[name];
  return { ...process.env, ...cloud.env };
}

function readCloud(folder = DEFAULT_CLOUD): z.infer<typeof CloudFile> | null {
  const file = path.join(folder, 'cloud.json');
  if (!existsSync(file)) return null;
  const parsed = CloudFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new PermanentError('CONFIG_INVALID', `${file} is not that of a running embedded cloud.`);
}
