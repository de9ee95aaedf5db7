import { userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import * as z from 'zod';
import { Role } from '../../../shared/contracts/access.ts';
import { Tenant } from '../../../shared/contracts/envelope.ts';
import { plainText, ServiceName } from '../../../shared/contracts/names.ts';
import { describeIssues } from '../../../shared/errors/describe-issues.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createKey, type MadeKey, revokeKey, rotateKey } from '../../../shared/pipeline/manage-keys.ts';
import type { ListedKey } from '../../../shared/ports/api-keys.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';
import { table } from '../statistics/table.ts';

interface KeyOptions extends CommonOptions {
  readonly tenant?: string;
  readonly by?: string;
}

const HOUR_MS = 3_600_000;
const MOST_DAYS = 730;
const MOST_OVERLAP_HOURS = 720;

const Wanted = z.object({
  name: plainText(100),
  role: Role,
  service: z.array(ServiceName).max(50).default([]),
  perMinute: z.coerce.number().int().min(1).max(100_000),
  days: z.coerce.number().positive().max(MOST_DAYS),
  tenant: Tenant.optional(),
});
const Overlap = z.coerce.number().nonnegative().max(MOST_OVERLAP_HOURS);

/** `perf-agent keys create|list|rotate|revoke`: keys of the API. */
export function createKeysCommand(): Command {
  const create = common('create', 'make a key; its text is printed once and kept nowhere')
    .requiredOption('--name <text>', 'what it is for')
    .requiredOption('--role <role>', 'reader, operator, approver or admin')
    .option('--service <name...>', 'limit it to these services')
    .option('--per-minute <n>', 'requests a minute, at all instances together', '600')
    .option('--days <n>', `days until it ends, at most ${MOST_DAYS}`, '90')
    .action((options: KeyOptions) => runCommand(options, () => makeKey(options)));
  const list = common('list', 'keys, newest first, and when each was last used').action(
    (options: KeyOptions) => runCommand(options, () => listKeys(options)),
  );
  const rotate = common('rotate', 'make a key with the same rights, and let the old one end')
    .argument('<id>', 'id of the old key, as "keys list" prints it')
    .option('--overlap-hours <n>', 'how long the old one goes on', '24')
    .action((id: string, options: KeyOptions & { readonly overlapHours: string }) =>
      runCommand(options, () => replaceKey(id, options)),
    );
  const revoke = common('revoke', 'end a key at once')
    .argument('<id>', 'id of the key, as "keys list" prints it')
    .action((id: string, options: KeyOptions) => runCommand(options, () => endKey(id, options)));
  return new Command('keys')
    .description('keys of the API: who may do what, for how long')
    .addCommand(create)
    .addCommand(list)
    .addCommand(rotate)
    .addCommand(revoke);
}

function common(name: string, description: string): Command {
  return withTarget(new Command(name))
    .description(description)
    .option('--tenant <tenant>', "whose data it opens (default: the configuration's tenant)")
    .option('--by <who>', 'who does it, for the audit log (default: the user of this computer)');
}

async function makeKey(options: KeyOptions): Promise<number> {
  const { service, perMinute, days, ...wanted } = checked(Wanted, options);
  const made = await withServices(options, (services, signal) =>
    createKey(
      {
        ...wanted,
        tenant: wanted.tenant ?? services.tenant,
        by: byOf(options),
        services: service.length === 0 ? null : service,
        requestsPerMinute: perMinute,
        validForMs: days * 24 * HOUR_MS,
      },
      { ...services, pause: wait },
      signal,
    ),
  );
  print(options, made, `Key ${made.key.id} until ${made.key.expiresAt.toISOString()}, shown this once:`);
  return EXIT.ok;
}

async function replaceKey(
  id: string,
  options: KeyOptions & { readonly overlapHours: string },
): Promise<number> {
  const overlapMs = checked(Overlap, options.overlapHours) * HOUR_MS;
  const made = await withServices(options, (services, signal) =>
    rotateKey(id, overlapMs, actorOf(options, services), { ...services, pause: wait }, signal),
  );
  const until = made.replacedUntil.toISOString();
  print(options, made, `Key ${made.key.id} replaces ${id}, which ends ${until}. Shown this once:`);
  return EXIT.ok;
}

async function endKey(id: string, options: KeyOptions): Promise<number> {
  const ended = await withServices(options, (services, signal) =>
    revokeKey(id, actorOf(options, services), { ...services, pause: wait }, signal),
  );
  if (options.json === true) console.log(JSON.stringify({ revoked: ended }));
  else console.log(`Key ${id} (${ended.name}) has ended ${ended.expiresAt.toISOString()}.`);
  return EXIT.ok;
}

async function listKeys(options: KeyOptions): Promise<number> {
  const keys = await withServices(options, (services) =>
    services.access.keys.list(actorOf(options, services).tenant),
  );
  if (options.json === true) console.log(JSON.stringify({ keys }));
  else if (keys.length === 0) console.log('There is no key.');
  else
    console.log(table(['id', 'name', 'role', 'services', 'a minute', 'ends', 'last used'], keys.map(rowOf)));
  return EXIT.ok;
}

function rowOf(key: ListedKey): string[] {
  return [
    key.id,
    key.name,
    key.role,
    key.services?.join(', ') ?? 'all',
    String(key.requestsPerMinute),
    key.expiresAt.toISOString(),
    key.lastUsedAt?.toISOString() ?? 'never',
  ];
}

/** Standard output holds the key alone, so that a script can take it as it is. */
function print(options: KeyOptions, { text, key }: MadeKey, said: string): void {
  if (options.json === true) {
    console.log(JSON.stringify({ text, key }));
    return;
  }
  console.error(said);
  console.log(text);
}

function actorOf(
  options: KeyOptions,
  services: { readonly tenant: string },
): { readonly tenant: string; readonly by: string } {
  return { tenant: checked(Tenant.optional(), options.tenant) ?? services.tenant, by: byOf(options) };
}

function byOf({ by = userInfo().username }: KeyOptions): string {
  return by;
}

function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PermanentError('INPUT_INVALID', describeIssues(parsed.error));
}
