import { createHmac } from 'node:crypto';
import { connectAccess } from './connect-access.ts';
import { connectConnections } from './connect-connections.ts';
import { connectModels } from './connect-models.ts';
import type { Configuration } from './config/configuration.ts';
import { type Environment, loadEnvironment } from './config/environment.ts';
import { loadConfiguration, loadPolicy, policyPath } from './config/load-configuration.ts';
import { createMasker, type MaskerOptions } from './masking/create-masker.ts';
import type { CallerPorts } from './doors/identify-caller.ts';
import type { LogMining } from './ports/log-mining.ts';
import type { ValueKeeper } from './ports/value-keeper.ts';
import type { DeadLetters } from './ports/dead-letters.ts';
import type { Telemetry } from './ports/telemetry.ts';
import type { PipelinePorts } from './pipeline/pipeline.ts';
import { createArtifactStore } from './platform/blob/create-artifact-store.ts';
import { createAuditStore } from './platform/blob/create-audit-store.ts';
import { createBlobLock } from './platform/blob/create-blob-lock.ts';
import { CONTAINERS, createBlobServiceClient } from './platform/blob/blob-client.ts';
import { createValueKeeper } from './platform/blob/create-value-keeper.ts';
import { createRawVault } from './platform/blob/create-raw-vault.ts';
import { rememberArtifacts } from './platform/blob/remember-artifacts.ts';
import { createLogMining } from './platform/log-workers/create-log-mining.ts';
import { createHttpClient } from './platform/http-client/create-http-client.ts';
import { createPinnedFetch } from './platform/http-client/pinned-fetch.ts';
import { lazyCredential } from './platform/identity/lazy-credential.ts';
import { modelClient } from './platform/language-model/model-client.ts';
import { createDatabase } from './platform/postgres/create-database.ts';
import { createDependencyStates } from './platform/postgres/create-dependency-states.ts';
import { createModelSpending } from './platform/postgres/create-model-spending.ts';
import { createProjectTurns } from './platform/postgres/create-project-turns.ts';
import { createRunIndex } from './platform/postgres/create-run-index.ts';
import { openVault } from './platform/secrets/open-vault.ts';
import { renewingKit } from './platform/secrets/renewing-kit.ts';
import { createDeadLetters } from './platform/service-bus/create-dead-letters.ts';
import { createMessageSender, createServiceBusClient } from './platform/service-bus/create-message-sender.ts';
import { createApprovalLinks } from './platform/system/create-approval-links.ts';
import { checkTransport } from './platform/system/check-transport.ts';
import { createAuditSigner } from './platform/system/create-audit-signer.ts';
import { isLoopback } from './platform/system/is-loopback.ts';
import { createReportLinks } from './platform/system/create-report-links.ts';
import { createJsonLogger } from './platform/system/json-logger.ts';
import { systemClock } from './platform/system/system-clock.ts';
import { countFindings } from './platform/telemetry/count-findings.ts';
import { createTelemetry } from './platform/telemetry/create-telemetry.ts';
import { startExporters } from './platform/telemetry/start-exporters.ts';
import { PRODUCT } from './product.ts';

/** Secrets of the product itself, made by the deployment. */
export const PRODUCT_SECRETS = {
  masking: 'masking-key',
  links: 'link-signing-key',
  audit: 'audit-signing-key',
} as const;

/** Everything that runs the product, made once for each process. */
export interface Services extends PipelinePorts {
  readonly tenant: string;
  readonly publicUrl: string;
  /** Reached over https, outside this machine. */
  readonly isSecure: boolean;
  /** What tells who asks. */
  readonly access: CallerPorts['access'];
  readonly connectionIds: readonly string[];
  readonly deadLetters: DeadLetters;
  readonly logs: LogMining;
  readonly values: ValueKeeper;
  /** Value of a secret by name; codes of people who approve are read with it. */
  readonly secret: (name: string) => Promise<string>;
  /** Sends buffered spans and closes connections. */
  close(): Promise<void>;
}

/** What every request that leaves is held to. */
function outgoingOf({ allowHttpHosts, allowPrivateHosts }: Configuration['network'], telemetry: Telemetry) {
  const send = createPinnedFetch({ privateHosts: [...allowHttpHosts, ...allowPrivateHosts] });
  return { telemetry, clock: systemClock, allowHttpHosts, fetch: send };
}

/**
 * Composition root. Reads configuration and the product's own secrets, opens nothing else before it is used.
 * @throws PermanentError(`CONFIG_INVALID` | `POLICY_INVALID` | `SECRET_MISSING`) before any work is done.
 */
export async function createServices(
  write: (line: string) => void,
  environment: Environment = loadEnvironment(),
): Promise<Services> {
  const credential = await lazyCredential();
  const configuration = await loadConfiguration(environment.PERF_AGENT_CONFIG);
  checkTransport(environment, configuration.network.allowHttpHosts);
  const telemetry = createTelemetry();
  const outgoing = outgoingOf(configuration.network, telemetry);
  const secrets = openVault(environment.KEY_VAULT_URL, configuration.vault, credential, outgoing);
  const { read: secret } = secrets;
  const [maskingKey, linkKey, policy, exporters] = await Promise.all([
    secret(PRODUCT_SECRETS.masking),
    secret(PRODUCT_SECRETS.links),
    loadPolicy(policyPath(configuration.policy)),
    startExporters({
      otlpEndpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
      azureMonitor: environment.APPLICATIONINSIGHTS_CONNECTION_STRING,
      serviceName: PRODUCT.name,
    }),
  ]);
  const log = createJsonLogger(write);
  const blobs = createBlobServiceClient(environment.BLOB_STORAGE, credential);
  const artifacts = rememberArtifacts(createArtifactStore(blobs.getContainerClient(CONTAINERS.artifacts)));
  const state = blobs.getContainerClient(CONTAINERS.state);
  const lock = createBlobLock(state);
  const bus = createServiceBusClient(environment.SERVICE_BUS, credential);
  const database = createDatabase(environment.DATABASE_URL);
  const publicUrl = environment.PUBLIC_URL.replace(/\/$/, '');
  const shared = createDependencyStates(database, configuration.tenant);
  const httpOptions = { ...outgoing, shared };
  const runKeyOf = (key: string): Uint8Array => createHmac('sha256', maskingKey).update(key).digest();
  const { rules: customRules, keepValues } = policy.policy.masking;
  const values = createValueKeeper(artifacts, runKeyOf, keepValues);
  const maskerOptionsOf = (key: string): MaskerOptions => ({
    runKey: runKeyOf(key),
    customRules,
    onReplaced: values.collector(key) ?? undefined,
  });
  const models = configuration.models.map((each) => modelClient(each, secret, credential, outgoing.fetch));
  const spending = createModelSpending(database, configuration.tenant);
  const model = connectModels(models, policy, { telemetry, clock: systemClock, shared, spending });

  return {
    tenant: configuration.tenant,
    publicUrl,
    isSecure: publicUrl.startsWith('https:') && !isLoopback(new URL(publicUrl)),
    access: connectAccess(configuration, database, { http: createHttpClient(httpOptions), secret }),
    producer: `${PRODUCT.name} ${PRODUCT.version}`,
    clock: systemClock,
    log,
    telemetry,
    artifacts,
    rawVault: createRawVault(blobs.getContainerClient(CONTAINERS.raw)),
    lock,
    audit: createAuditStore(blobs.getContainerClient(CONTAINERS.audit), state),
    auditSigner: createAuditSigner(environment.AUDIT_KEY_FILE, () => secret(PRODUCT_SECRETS.audit)),
    sender: createMessageSender(bus),
    deadLetters: createDeadLetters(bus),
    index: createRunIndex(database),
    connections: connectConnections(configuration.connections, ({ id, rateLimit }) => {
      const http = createHttpClient({ ...httpOptions, connection: id, rate: rateLimit });
      return renewingKit({ http, clock: systemClock }, secrets);
    }),
    connectionIds: configuration.connections.map((connection) => connection.id),
    links: createReportLinks(publicUrl, linkKey),
    approvalLinks: createApprovalLinks(publicUrl, linkKey),
    secret,
    pictures: LAZY_PICTURES,
    logs: createLogMining(maskerOptionsOf),
    // Pseudonyms are stable within a run and tell nothing about another: the run's key follows from the vault's.
    maskerOf: (key) => countFindings(createMasker(maskerOptionsOf(key))),
    values,
    policy: async () => policy,
    model: async () => model,
    turns: createProjectTurns(database, configuration.tenant, configuration.fairness),
    async close() {
      await Promise.all([bus.close(), database.destroy(), exporters.flush()]);
    },
  };
}

const LAZY_PICTURES: Services['pictures'] = {
  async png(svg, widthPx) {
    const { pngFromSvg } = await import('./platform/pictures/png-from-svg.ts');
    return pngFromSvg(svg, widthPx);
  },
};
