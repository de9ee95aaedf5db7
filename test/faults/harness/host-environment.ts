import type { FaultWorld, HttpServer } from './start-fault-world.ts';

/** What leads through a host's proxies instead of straight to the servers. */
export interface ProxiedAddresses {
  readonly http: Readonly<Record<HttpServer, string>>;
  readonly serviceBusPort: number;
  readonly databasePort: number;
}

/** The environment of a host over its own proxies. */
export function hostEnvironment(
  world: FaultWorld,
  { http, serviceBusPort, databasePort }: ProxiedAddresses,
): Record<string, string> {
  const { env } = world.cloud;
  return {
    ...env,
    SERVICE_BUS: movedTo(env['SERVICE_BUS'], world.urls.serviceBus, serviceBusPort),
    BLOB_STORAGE: movedTo(env['BLOB_STORAGE'], world.urls.blob, portOf(http.blob)),
    KEY_VAULT_URL: http.keyVault,
    IDENTITY_ENDPOINT: http.identity,
    DATABASE_URL: movedTo(world.urls.database, world.urls.database, databasePort),
    PERF_AGENT_CONFIG: JSON.stringify(configuration(world.policyFile, http)),
  };
}

/** Port of an address of 127.0.0.1, whether or not it names a user. */
export function portOf(url: string): number {
  const port = /@?127\.0\.0\.1:(\d+)/.exec(url)?.[1];
  if (port === undefined) throw new TypeError(`The address has no port of 127.0.0.1: ${url}`);
  return Number(port);
}

function movedTo(setting = '', url: string, port: number): string {
  return setting.replaceAll(`127.0.0.1:${portOf(url)}`, `127.0.0.1:${port}`);
}

function configuration(policy: string, http: ProxiedAddresses['http']): object {
  const gitlab = {
    baseUrl: http.gitlab,
    tokenSecret: 'gitlab-token',
    webhook: { signingSecret: 'gitlab-signing' },
    mergeTrains: 'judge',
  };
  const jira = {
    baseUrl: http.jira,
    auth: { kind: 'bearer', tokenSecret: 'jira-token' },
    project: 'SHOP',
  };
  const slack = { baseUrl: http.slack, tokenSecret: 'slack-token', channel: 'C0123456789' };
  return {
    schema: 'perf-agent.config.v1',
    policy,
    // Turns of projects are another matter: here one project has all runs.
    fairness: { runsAtOnce: 1_000 },
    connections: [
      { id: 'gitlab', connector: 'gitlab', settings: gitlab },
      { id: 'jira', connector: 'jira', settings: jira },
      { id: 'slack', connector: 'slack', settings: slack },
    ],
    models: [
      {
        id: 'llama',
        kind: 'openai-compatible',
        endpoint: `${http.model}/v1`,
        model: 'llama3.2',
        timeoutSeconds: 20,
      },
    ],
  };
}
