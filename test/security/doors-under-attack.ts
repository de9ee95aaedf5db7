import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT, UnsecuredJWT } from 'jose';
import { listHttpFunctions } from '../../apps/local/cloud/list-http-functions.ts';
import { loadEnvironment } from '../../shared/config/environment.ts';
import type { Role } from '../../shared/contracts/access.ts';
import { createKey, revokeKey } from '../../shared/pipeline/manage-keys.ts';
import { createServices, PRODUCT_SECRETS, type Services } from '../../shared/wiring.ts';
import { startLookAlike } from '../support/look-alike/start-look-alike.ts';
import { type Ask, askOf, type RawAnswer } from '../support/raw-request.ts';
import { type Installation, startInstallation } from '../support/start-installation.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';

export const RUN = `run-${'b'.repeat(24)}`;
export const JSON_TYPE = { 'content-type': 'application/json' };
/** Stands in artifacts that nobody is given. */
export const CANARY = 'canary-of-an-artifact';
const ISSUER = 'https://login.example/tenant/v2.0';
const AUDIENCE = 'api://perf-agent';

export type Headers = Readonly<Record<string, string>>;

export interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

export interface AttackedDoors {
  readonly installation: Installation;
  readonly services: Services;
  readonly otlp: OtlpReceiver;
  readonly ask: Ask;
  readonly routes: readonly Route[];
  /** Everything that must not be found again anywhere, by what it is. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly admin: Headers;
  keyFor(
    role: Role,
    more?: { readonly tenant?: string; readonly services?: readonly string[]; readonly validForMs?: number },
  ): Promise<{ readonly id: string; readonly headers: Headers }>;
  revoke(id: string): Promise<void>;
  /** A route as it is called, about the run that is there, with a body of the kind that it takes. */
  call(route: Route, headers: Headers): Promise<RawAnswer>;
  stop(): Promise<void>;
}

/** One installation with every kind of credential, a run, and artifacts that nobody may reach. */
export async function startAttackedDoors(signal: AbortSignal): Promise<AttackedDoors> {
  const otlp = await startOtlpReceiver();
  const key = { ...(await exportJWK(OWN.publicKey)), kid: 'one', use: 'sig' };
  const keySet = await startLookAlike(() => ({ status: 200, json: { keys: [key] } }));
  const tokens = [{ issuer: ISSUER, audience: AUDIENCE, keys: `${keySet.url}/keys` }];
  const installation = await startInstallation({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
    configuration: { access: { tokens } },
  });
  const { cloud } = installation;
  for (const name of ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']) process.env[name] = cloud.env[name];
  const services = await createServices(() => undefined, loadEnvironment(cloud.env));
  const ports = { ...services, pause: () => Promise.resolve() };
  const ask = askOf(cloud.urls.functions);
  const secrets = await secretsOf(installation, services);
  await plant(services, signal);
  return {
    installation,
    services,
    otlp,
    ask,
    routes: (await listHttpFunctions(cloud.urls.functions, cloud.keys.master)).flatMap(
      ({ name, methods, path }) => methods.map((method) => ({ name, method: method.toUpperCase(), path })),
    ),
    secrets,
    admin: { 'x-functions-key': cloud.keys.default },
    async keyFor(role, { tenant = 'default', services: limited = null, validForMs = 3_600_000 } = {}) {
      const wanted = { tenant, by: 'test', name: role, role, services: limited, requestsPerMinute: 10_000 };
      const made = await createKey({ ...wanted, validForMs }, ports, signal);
      secrets.set(`key ${made.key.id}`, made.text);
      return { id: made.key.id, headers: { authorization: `Bearer ${made.text}` } };
    },
    async revoke(id) {
      await revokeKey(id, { tenant: 'default', by: 'test' }, ports, signal);
    },
    call({ method, path }, headers) {
      const target = path.replaceAll(/\{[^}]+\}/g, RUN);
      const [body, type] = method === 'POST' ? ['{}', JSON_TYPE] : ['', {}];
      return ask(method, target, { ...type, ...headers }, body);
    },
    async stop() {
      await services.close();
      await installation.stop();
      await Promise.all([otlp.stop(), keySet.stop()]);
    },
  };
}

async function secretsOf({ cloud }: Installation, services: Services): Promise<Map<string, string>> {
  const found = new Map([
    ['installation key', cloud.keys.default],
    ['master key', cloud.keys.master],
  ]);
  for (const name of ['gitlab-token', 'gitlab-signing', ...Object.values(PRODUCT_SECRETS)]) {
    found.set(name, await services.secret(name));
  }
  return found;
}

async function plant({ artifacts, index }: Services, signal: AbortSignal): Promise<void> {
  const run = { runId: RUN, tenant: 'default', at: new Date(), step: 'plan', rank: 1, service: 'shop' };
  await index.putRun(run, signal);
  const canary = new TextEncoder().encode(CANARY);
  for (const ref of [`reports/${RUN}/report.html`, `runs/run-${'c'.repeat(24)}/receive.json`, 'canary']) {
    await artifacts.create(ref, canary, 'text/html', signal);
  }
}

const OWN = generateKeyPairSync('rsa', { modulusLength: 2048 });
const FOREIGN = generateKeyPairSync('rsa', { modulusLength: 2048 });

function claims(): Record<string, unknown> {
  const exp = Math.floor(Date.now() / 1_000) + 600;
  return { iss: ISSUER, aud: AUDIENCE, sub: 's', exp, roles: ['reader'] };
}

function signed(key: KeyObject, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return new SignJWT({ ...claims(), ...more }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
}

/** Tokens, and what the door says to each. More forgeries stand in shared/platform/identity/create-token-verifier.test.ts. */
export const TOKENS: readonly (readonly [string, () => Promise<string> | string, number])[] = [
  ['signed by the issuer', () => signed(OWN.privateKey), 200],
  ['not signed', () => new UnsecuredJWT(claims()).encode(), 401],
  ["signed by another's key under the same id", () => signed(FOREIGN.privateKey), 401],
  ['for another audience', () => signed(OWN.privateKey, { aud: 'api://other' }), 401],
  ['that has ended', () => signed(OWN.privateKey, { exp: Math.floor(Date.now() / 1_000) - 120 }), 401],
  ['without a role', () => signed(OWN.privateKey, { roles: [] }), 403],
  ['with a role that means nothing', () => signed(OWN.privateKey, { roles: ['root'] }), 403],
];

/** Spellings of a way out of a folder. */
export const TRAVERSALS: readonly string[] = [
  '..%2f..%2fcanary',
  '..%252f..%252fcanary',
  '%2e%2e%2f%2e%2e%2fcanary',
  '..%5c..%5ccanary',
  '..\\..\\canary',
  '%c0%ae%c0%ae%c0%af%c0%ae%c0%ae%c0%afcanary',
  '%e0%80%ae%e0%80%ae/canary',
  '....//....//canary',
  '..;/..;/canary',
  '%2fcanary',
  `..%2f..%2fruns%2frun-${'c'.repeat(24)}%2freceive.json`,
  'report.html%2f..%2f..%2f..%2fcanary',
  '%u002e%u002e%u2215canary',
  '.%00./canary',
  'file:%2f%2f%2fetc%2fpasswd',
];
