import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';

/** A HashiCorp Vault as far as secrets are read from it: KV version 2, logins by AppRole and Kubernetes, tokens that end. */
export interface VaultServer {
  readonly url: string;
  /** Values by path within the mount `secret`. */
  readonly values: Map<string, string>;
  /** Tokens that are accepted; logins add to them. */
  readonly tokens: Set<string>;
  /** What a login has to bring, by its path under `auth/`. */
  readonly logins: Map<string, object>;
  leaseSeconds: number;
  /** Every answer has this status while it is set. */
  failing: number | null;
  readonly asked: { readonly path: string; readonly namespace: string | null }[];
  stop(): Promise<void>;
}

export async function startVaultServer(): Promise<VaultServer> {
  const state = {
    values: new Map<string, string>(),
    tokens: new Set<string>(),
    logins: new Map<string, object>(),
    leaseSeconds: 3_600,
    failing: null as number | null,
    asked: [] as VaultServer['asked'],
  };
  let issued = 0;

  function answer(request: IncomingMessage, body: unknown): readonly [status: number, reply: object] {
    const path = decodeURIComponent((request.url ?? '').replace(/^\/v1\//, ''));
    const namespace = request.headers['x-vault-namespace'];
    state.asked.push({ path, namespace: typeof namespace === 'string' ? namespace : null });
    if (state.failing !== null) return [state.failing, { errors: ['out of order'] }];
    const login = /^auth\/(.+)\/login$/.exec(path)?.[1];
    if (login !== undefined) {
      if (!isDeepStrictEqual(state.logins.get(login), body))
        return [400, { errors: ['invalid role or secret id'] }];
      const token = `hvs.issued-${++issued}`;
      state.tokens.add(token);
      return [200, { auth: { client_token: token, lease_duration: state.leaseSeconds, renewable: true } }];
    }
    if (!state.tokens.has(String(request.headers['x-vault-token'])))
      return [403, { errors: ['permission denied'] }];
    const value = state.values.get(path.replace(/^secret\/data\//, ''));
    if (value === undefined) return [404, { errors: [] }];
    return [200, { data: { data: { value }, metadata: { version: 1 } } }];
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const [status, reply] = answer(request, text === '' ? null : JSON.parse(text));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply));
    });
  }

  const server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
