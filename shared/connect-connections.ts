import type { Configuration } from './config/configuration.ts';
import { connectors } from './connectors/index.ts';
import { describeIssues } from './errors/describe-issues.ts';
import { PermanentError } from './errors/pipeline-error.ts';
import { kitWithin } from './platform/http-client/kit-within.ts';
import type { Connections } from './ports/connections.ts';
import type { Capabilities, Connector, ConnectorKit } from './ports/connector.ts';

type Configured = Configuration['connections'][number];

/** Connections of the configuration, each connected when first asked for, with a kit of its own: what it is limited to is its own. */
export function connectConnections(
  configured: readonly Configured[],
  kitOf: (connection: Configured) => ConnectorKit,
): Connections {
  const connected = new Map<string, Promise<Capabilities>>();

  async function connect(id: string): Promise<Capabilities> {
    const connection = configured.find((one) => one.id === id);
    if (connection === undefined) {
      const known = configured.map((one) => one.id).join(', ');
      throw new PermanentError(
        'CONFIG_INVALID',
        `There is no connection "${id}"; the configuration has ${known || 'none'}.`,
      );
    }
    const { connector: name, settings } = connection;
    if (!isConnectorId(name)) {
      const known = Object.keys(connectors).join(', ');
      throw new PermanentError(
        'CONFIG_INVALID',
        `The connection "${id}" names the connector "${name}"; known are ${known}.`,
      );
    }
    // Each connector's own schema makes the settings that its own connect takes; a union of them cannot say so.
    const { connector } = (await connectors[name]()) as { readonly connector: Connector<unknown> };
    return connectTo(id, connector, settings, kitOf(connection));
  }

  return {
    async get(id) {
      const known = connected.get(id) ?? connect(id);
      connected.set(id, known);
      // A failed connection is tried anew: its settings may need a secret that was not there yet.
      known.catch(() => connected.delete(id));
      return known;
    },
  };
}

function connectTo<Settings>(
  id: string,
  connector: Connector<Settings>,
  settings: unknown,
  kit: ConnectorKit,
): Capabilities {
  const parsed = connector.settings.safeParse(settings);
  if (parsed.success) return connector.connect(parsed.data, kitWithin(kit, id, parsed.data));
  throw new PermanentError(
    'CONFIG_INVALID',
    `Settings of the connection "${id}": ${describeIssues(parsed.error)}`,
  );
}

function isConnectorId(name: string): name is keyof typeof connectors {
  return Object.hasOwn(connectors, name);
}
