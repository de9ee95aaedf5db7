import { readApiKey } from '../access/api-key-text.ts';
import type { Caller } from '../access/caller.ts';
import { credentialOf } from '../access/credential.ts';
import { equalInConstantTime } from '../connectors/common/equal-in-constant-time.ts';
import { keptName } from '../masking/kept-name.ts';
import type { ApiKeys } from '../ports/api-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masker } from '../ports/masker.ts';
import type { TokenVerifier } from '../ports/token-verifier.ts';
import { type DoorReply, type DoorRequest, problem } from './door.ts';

export interface CallerPorts {
  readonly tenant: string;
  readonly clock: Clock;
  readonly maskerOf: (key: string) => Masker;
  readonly access: {
    readonly keys: ApiKeys;
    readonly tokens: TokenVerifier;
    /** The installation's own key; null where it is refused or was never made. */
    readonly installationKey: () => Promise<string | null>;
  };
}

/** Who asks, by the credential alone; or 401 for nobody we know, 429 for a key that asks too often. */
export async function identifyCaller(
  ports: CallerPorts,
  { headers, url }: Pick<DoorRequest, 'headers' | 'url'>,
): Promise<Caller | DoorReply> {
  const credential = credentialOf(headers, url.searchParams);
  switch (credential.kind) {
    case 'none':
      return unknown('Show an API key or a token: "Authorization: Bearer …".');
    case 'several':
      return unknown('More than one credential is shown; show one.');
    case 'installation-key':
      return byInstallationKey(ports, credential.text);
    case 'api-key':
      return byApiKey(ports, credential.text);
    case 'token':
      return byToken(ports, credential.text);
  }
}

const NOT_KNOWN = 'This key or token is not known here, or not any more.';

async function byInstallationKey(
  { access, tenant }: CallerPorts,
  shown: string,
): Promise<Caller | DoorReply> {
  const expected = await access.installationKey();
  if (expected === null || !equalInConstantTime(shown, expected)) return unknown(NOT_KNOWN);
  return { kind: 'installation-key', id: 'installation-key', tenant, roles: ['admin'], services: null };
}

async function byApiKey(
  { access, clock, maskerOf }: CallerPorts,
  shown: string,
): Promise<Caller | DoorReply> {
  const read = readApiKey(shown);
  const now = clock.now();
  const used = read === null ? null : await access.keys.use(read.id, read.hash, now);
  if (used === null || used.key.expiresAt <= now) return unknown(NOT_KNOWN);
  const { key, usedThisMinute, minuteEndsInMs } = used;
  if (usedThisMinute > key.requestsPerMinute) return tooOften(key.requestsPerMinute, minuteEndsInMs);
  const { id, tenant, role } = key;
  // Keys that were made before names were masked hold them as written.
  const services = key.services?.map((name) => keptName(name, { tenant, maskerOf })) ?? null;
  return { kind: 'api-key', id, tenant, roles: [role], services };
}

async function byToken({ access }: CallerPorts, shown: string): Promise<Caller | DoorReply> {
  const verified = await access.tokens.verify(shown);
  if (verified === null) return unknown(NOT_KNOWN);
  const { subject, tenant, roles } = verified;
  return { kind: 'token', id: `token-${subject}`, tenant, roles, services: null };
}

/** The same words whatever was wrong: a forger learns nothing from them. */
function unknown(detail: string): DoorReply {
  const reply = problem(401, 'CALLER_UNKNOWN', detail);
  return { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer realm="perf-agent"' } };
}

function tooOften(perMinute: number, waitMs: number): DoorReply {
  const reply = problem(429, 'CALLER_TOO_OFTEN', `This key may ask ${perMinute} times a minute.`);
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(seconds) } };
}
