import { randomBytes } from 'node:crypto';
import { apiKeyText } from '../access/api-key-text.ts';
import type { ApiKey, Role } from '../contracts/access.ts';
import type { AuditNote } from '../contracts/audit-note.ts';
import { identityKey } from '../contracts/identity-key.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { keptName } from '../masking/kept-name.ts';
import type { ApiKeys, ListedKey } from '../ports/api-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masker } from '../ports/masker.ts';
import { appendPatiently, type PatientServices } from './append-patiently.ts';

export interface KeyServices extends PatientServices {
  readonly access: { readonly keys: ApiKeys };
  readonly clock: Clock;
  readonly producer: string;
  readonly maskerOf: (key: string) => Masker;
}

/** Who does it, for the audit log. */
export interface KeyActor {
  readonly tenant: string;
  readonly by: string;
}

export interface WantedKey extends KeyActor {
  readonly name: string;
  readonly role: Role;
  readonly services: readonly string[] | null;
  readonly requestsPerMinute: number;
  readonly validForMs: number;
}

/** A new key: `text` is shown once and kept nowhere. */
export interface MadeKey {
  readonly text: string;
  readonly key: Omit<ApiKey, 'hash'>;
}

/** Makes a key and notes it in the audit log. */
export async function createKey(
  wanted: WantedKey,
  services: KeyServices,
  signal: AbortSignal,
): Promise<MadeKey> {
  const now = services.clock.now();
  const { tenant, role, requestsPerMinute, validForMs } = wanted;
  // What it is for may name a person, and the list of keys is read by others.
  const name = services.maskerOf(identityKey(tenant)).mask(wanted.name);
  const limited = wanted.services?.map((service) => keptName(service, { ...services, tenant })) ?? null;
  const expiresAt = new Date(now.getTime() + validForMs);
  const about = { tenant, name, role, services: limited, requestsPerMinute, expiresAt, replaces: null };
  return make({ ...about, createdAt: now }, wanted, services, signal);
}

/**
 * Makes a key with the same rights and as long a life; the old one goes on for the overlap, so that callers can change over.
 * @throws PermanentError(`INPUT_INVALID`) when the tenant has no such key, or it has ended
 */
export async function rotateKey(
  id: string,
  overlapMs: number,
  actor: KeyActor,
  services: KeyServices,
  signal: AbortSignal,
): Promise<MadeKey & { readonly replacedUntil: Date }> {
  const now = services.clock.now();
  const old = await knownKey(id, actor, services);
  if (old.expiresAt <= now) {
    throw new PermanentError('INPUT_INVALID', `The key ${id} has ended; make a new one with "keys create".`);
  }
  const { tenant, name, role, services: limited, requestsPerMinute } = old;
  const rights = { tenant, name, role, services: limited, requestsPerMinute };
  const expiresAt = new Date(now.getTime() + old.expiresAt.getTime() - old.createdAt.getTime());
  const made = await make({ ...rights, createdAt: now, expiresAt, replaces: id }, actor, services, signal);
  // After the new one stands: ended first, a failure in between would leave the callers with neither.
  const ended = await services.access.keys.end(actor.tenant, id, new Date(now.getTime() + overlapMs));
  if (ended !== null)
    await appendPatiently(noteOf('key.rotated', ended, now, actor, services), services, signal);
  return { ...made, replacedUntil: ended?.expiresAt ?? now };
}

/** Ends a key at once, at every instance. @throws PermanentError(`INPUT_INVALID`) when the tenant has no such key */
export async function revokeKey(
  id: string,
  actor: KeyActor,
  services: KeyServices,
  signal: AbortSignal,
): Promise<ListedKey> {
  await knownKey(id, actor, services);
  const now = services.clock.now();
  const ended = await services.access.keys.end(actor.tenant, id, now);
  if (ended === null) throw noSuchKey(id);
  await appendPatiently(noteOf('key.revoked', ended, now, actor, services), services, signal);
  return ended;
}

async function make(
  about: Omit<ApiKey, 'id' | 'hash'>,
  actor: KeyActor,
  services: KeyServices,
  signal: AbortSignal,
): Promise<MadeKey> {
  const { id, text, hash } = apiKeyText(randomBytes(8), randomBytes(32));
  const key = { ...about, id };
  // Noted first: a key that nobody can account for must not exist.
  await appendPatiently(noteOf('key.created', key, about.createdAt, actor, services), services, signal);
  await services.access.keys.create({ ...key, hash });
  return { text, key };
}

async function knownKey(
  id: string,
  { tenant }: KeyActor,
  { access }: Pick<KeyServices, 'access'>,
): Promise<ListedKey> {
  const known = (await access.keys.list(tenant)).find((key) => key.id === id);
  if (known === undefined) throw noSuchKey(id);
  return known;
}

function noSuchKey(id: string): PermanentError {
  return new PermanentError(
    'INPUT_INVALID',
    `There is no key ${id}; "keys list" shows those there are (16 hex digits).`,
  );
}

function noteOf(
  action: 'key.created' | 'key.rotated' | 'key.revoked',
  key: Omit<ApiKey, 'hash'>,
  now: Date,
  { tenant, by }: KeyActor,
  { producer, maskerOf }: KeyServices,
): AuditNote {
  const masker = maskerOf(`keys/${key.id}`);
  return {
    key: `keys/${key.id}:${action}:${now.getTime()}`,
    at: now.toISOString(),
    tenant,
    runId: null,
    actor: producer,
    action,
    subject: `key ${key.id}`,
    inputs: [],
    outputs: [],
    details: {
      by: masker.mask(by),
      name: masker.mask(key.name),
      role: maskedName(key.role),
      services: key.services === null ? null : masker.mask(key.services.join(', ')),
      expiresAt: maskedName(key.expiresAt.toISOString()),
      replaces: key.replaces === null ? null : maskedName(key.replaces),
    },
  };
}
