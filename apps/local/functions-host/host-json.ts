import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type LogLevel } from './core-types.ts';
import { parseTimeSpan } from './time-span.ts';

/** The settings of host.json that this host acts on, with Azure's defaults filled in. */
export interface HostSettings {
  readonly routePrefix: string;
  /** Requests running at the same time; above it they wait, up to maxOutstandingRequests. */
  readonly maxConcurrentRequests: number;
  /** Requests running or waiting; above it the answer is 429. */
  readonly maxOutstandingRequests: number;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** null: no limit. */
  readonly functionTimeoutMs: number | null;
  readonly logLevels: Readonly<Record<string, LogLevel>>;
  readonly serviceBus: ServiceBusSettings;
}

export interface ServiceBusSettings {
  readonly maxConcurrentCalls: number;
  readonly autoCompleteMessages: boolean;
  readonly maxAutoLockRenewalMs: number;
  readonly prefetchCount: number;
}

const LogLevelName = z.enum(['Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical', 'None']);
const TimeSpan = z
  .string()
  .refine((text) => parseTimeSpan(text) !== null, 'must be a time span such as "00:05:00"')
  .transform((text) => parseTimeSpan(text) ?? 0);
const Limit = z
  .int()
  .min(-1)
  .refine((limit) => limit !== 0, 'must be -1 (no limit) or at least 1');

// Azure's defaults. Unknown keys are let through, as the real host does: host.json also configures what is not here.
const Http = z.looseObject({
  routePrefix: z.string().default('api'),
  maxConcurrentRequests: Limit.default(-1),
  maxOutstandingRequests: Limit.default(-1),
  customHeaders: z.record(z.string(), z.string()).default({}),
});
const ServiceBus = z.looseObject({
  maxConcurrentCalls: z.int().min(1).default(16),
  autoCompleteMessages: z.boolean().default(true),
  maxAutoLockRenewalDuration: TimeSpan.default(5 * 60_000),
  prefetchCount: z.int().min(0).default(0),
});
const HostJson = z.looseObject({
  version: z.literal('2.0', 'must be "2.0"'),
  // Thirty minutes is the default of the plans that keep instances (Flex Consumption, Premium).
  functionTimeout: z
    .string()
    .refine(
      (text) => text === '-1' || parseTimeSpan(text) !== null,
      'must be "-1" or a time span such as "00:05:00"',
    )
    .transform((text) => parseTimeSpan(text))
    .default(30 * 60_000),
  logging: z.looseObject({ logLevel: z.record(z.string(), LogLevelName).default({}) }).prefault({}),
  extensions: z.looseObject({ http: Http.prefault({}), serviceBus: ServiceBus.prefault({}) }).prefault({}),
});

/** A host.json that Azure would refuse; the message lists every fault with its place. */
class HostJsonError extends Error {
  constructor(file: string, faults: readonly string[]) {
    super(`${file} is not a valid host.json:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'HostJsonError';
  }
}

/**
 * Reads `<appFolder>/host.json`.
 *
 * @throws HostJsonError when the file is missing, is no JSON, or a setting that matters here has a wrong value
 */
export function readHostJson(appFolder: string): HostSettings {
  const file = join(appFolder, 'host.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new HostJsonError(file, [
      'the file cannot be read; an app folder has a host.json with {"version": "2.0"}',
    ]);
  }
  return parseHostJson(text, file);
}

/** As readHostJson, from text. `file` is used in messages only. */
export function parseHostJson(text: string, file = 'host.json'): HostSettings {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new HostJsonError(file, [error instanceof Error ? error.message : String(error)]);
  }
  const parsed = HostJson.safeParse(document);
  if (!parsed.success) {
    throw new HostJsonError(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join('.') || '(top level)'}: ${issue.message}`),
    );
  }
  return settingsFrom(parsed.data);
}

function settingsFrom({ functionTimeout, logging, extensions }: z.infer<typeof HostJson>): HostSettings {
  const { http, serviceBus } = extensions;
  return {
    routePrefix: http.routePrefix.replace(/^\/+|\/+$/g, ''),
    maxConcurrentRequests: limitFrom(http.maxConcurrentRequests),
    maxOutstandingRequests: limitFrom(http.maxOutstandingRequests),
    customHeaders: http.customHeaders,
    functionTimeoutMs: functionTimeout,
    logLevels: Object.fromEntries(
      Object.entries(logging.logLevel).map(([name, level]) => [name, LEVELS[level]]),
    ),
    serviceBus: {
      maxConcurrentCalls: serviceBus.maxConcurrentCalls,
      autoCompleteMessages: serviceBus.autoCompleteMessages,
      maxAutoLockRenewalMs: serviceBus.maxAutoLockRenewalDuration,
      prefetchCount: serviceBus.prefetchCount,
    },
  };
}

const LEVELS = {
  Trace: 'trace',
  Debug: 'debug',
  Information: 'information',
  Warning: 'warning',
  Error: 'error',
  Critical: 'critical',
  None: 'none',
} as const;

function limitFrom(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
