import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';

const DEFAULT_CLOUD = '.perf-agent/dev';
/** Each of these says where an installation is; one of them given, none is taken from elsewhere. */
const PLACES = [
  'SERVICE_BUS',
  'SERVICE_BUS__fullyQualifiedNamespace',
  'BLOB_STORAGE',
  'BLOB_STORAGE__blobServiceUri',
  'DATABASE_URL',
  'KEY_VAULT_URL',
] as const;
const CloudFile = z.object({
  urls: z.object({ functions: z.url() }),
  keys: z.object({ default: z.string() }),
  env: z.record(z.string(), z.string()),
});

/** Options that say which installation a command talks to. */
export interface TargetOptions {
  readonly url?: string;
  /** Never the key itself: arguments stand in the list of processes and in the shell's history. */
  readonly keyFile?: string;
  readonly cloud?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Settings of one installation, and in words which it is, without a secret. */
export interface OperatorTarget {
  readonly env: Env;
  readonly target: string;
}

/**
 * Address and key of the HTTP doors: `--url`, then `--cloud`, then PERF_AGENT_URL, then the embedded cloud in this folder. A key goes only to the
 * address that it was given with.
 */
export function httpTarget(
  options: TargetOptions,
  env: Env = process.env,
  defaultCloud = DEFAULT_CLOUD,
): { readonly url: string; readonly key: string } {
  const given = env['PERF_AGENT_URL'];
  const url = options.url ?? (options.cloud === undefined ? given : undefined);
  if (url !== undefined) {
    const known = given === undefined || given === url ? env['PERF_AGENT_KEY'] : undefined;
    return { url: checkedAddress(url), key: keyIn(options) ?? known ?? '' };
  }
  const cloud = readCloud(options.cloud ?? defaultCloud);
  if (cloud !== null) return { url: cloud.urls.functions, key: keyIn(options) ?? cloud.keys.default };
  throw options.cloud === undefined
    ? new PermanentError(
        'CONFIG_INVALID',
        'No server is given: use --url and --key-file, set PERF_AGENT_URL and PERF_AGENT_KEY, or start the embedded cloud (npm run dev).',
      )
    : noCloud(options.cloud);
}

function keyIn({ keyFile }: TargetOptions): string | undefined {
  if (keyFile === undefined) return undefined;
  const key = textOf(keyFile).trim();
  if (key !== '') return key;
  throw new PermanentError('CONFIG_INVALID', `--key-file: there is no key in "${keyFile}".`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new PermanentError('CONFIG_INVALID', `--key-file: "${file}" cannot be read.`, { cause });
  }
}

/** Without the check a misspelt address would look like a server that is down. */
function checkedAddress(url: string): string {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url.replace(/\/$/, '');
  throw new PermanentError(
    'CONFIG_INVALID',
    `"${url}" is no address of a server; write http://… or https://….`,
  );
}

/**
 * Environment for commands that work on the stores themselves: `--cloud`, then that of the process as soon as it names one place, then the embedded cloud
 * in this folder. Never a mixture: half of one installation and half of another would be written to.
 */
export function operatorTarget(
  options: TargetOptions,
  env: Env = process.env,
  defaultCloud = DEFAULT_CLOUD,
): OperatorTarget {
  const isGiven = PLACES.some((name) => env[name] !== undefined && env[name] !== '');
  if (options.cloud === undefined && isGiven) return { env, target: `${placesOf(env)} (environment)` };
  const folder = options.cloud ?? defaultCloud;
  const cloud = readCloud(folder);
  if (cloud === null) {
    if (options.cloud !== undefined) throw noCloud(options.cloud);
    return { env, target: 'none' };
  }
  const others = Object.entries(env).filter(([name]) => !PLACES.some((place) => place === name));
  return {
    env: { ...Object.fromEntries(others), ...cloud.env },
    target: `embedded cloud in ${path.resolve(folder)}`,
  };
}

function placesOf(env: Env): string {
  const bus = env['SERVICE_BUS'] ?? env['SERVICE_BUS__fullyQualifiedNamespace'];
  const blob = env['BLOB_STORAGE'] ?? env['BLOB_STORAGE__blobServiceUri'];
  const places = {
    'Service Bus': /^Endpoint=sb:\/\/([^/;]+)/i.exec(bus ?? '')?.[1] ?? hostOf(bus),
    'Blob Storage': /AccountName=([^;]+)/i.exec(blob ?? '')?.[1] ?? hostOf(blob),
    database: hostOf(env['DATABASE_URL']),
    'Key Vault': hostOf(env['KEY_VAULT_URL']),
  };
  return Object.entries(places)
    .map(([what, where]) => `${what} ${where}`)
    .join(', ');
}

/** Host and path of an address; a user and password in it stay out, and so does what is no address. */
function hostOf(address: string | undefined): string {
  if (address === undefined || address === '') return 'not set';
  if (/^[a-z0-9.-]+$/i.test(address)) return address;
  if (!URL.canParse(address)) return 'not readable';
  const { host, pathname } = new URL(address);
  return `${host}${pathname === '/' ? '' : pathname}`;
}

function readCloud(folder: string): z.infer<typeof CloudFile> | null {
  const file = path.join(folder, 'cloud.json');
  if (!existsSync(file)) return null;
  const parsed = CloudFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new PermanentError('CONFIG_INVALID', `${file} is not that of a running embedded cloud.`);
}

function noCloud(folder: string): PermanentError {
  return new PermanentError(
    'CONFIG_INVALID',
    `No embedded cloud runs in ${path.resolve(folder)}: it has no cloud.json. Start it there, or leave --cloud out.`,
  );
}
