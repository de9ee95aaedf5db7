import { PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpClient } from '../../ports/http-client.ts';
import type { Secrets } from './cached-secrets.ts';

/**
 * A connector's kit that reads its secrets anew when a service does not accept one: what was rotated in the vault is used at once. When the vault
 * has another value than the one that was refused, the refusal becomes one that passes, and the message comes back.
 */
export function renewingKit(kit: Omit<ConnectorKit, 'secret'>, secrets: Secrets): ConnectorKit {
  const used = new Map<string, string>();

  async function renewed<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!PipelineError.is(error) || error.code !== 'REMOTE_UNAUTHORISED' || !(await isChanged()))
        throw error;
      const message = `${error.message} Its secret was changed in the vault meanwhile and is used from now on.`;
      throw new TransientError('REMOTE_UNAUTHORISED', message, { cause: error, details: error.details });
    }
  }

  async function isChanged(): Promise<boolean> {
    const before = [...used];
    for (const [name] of before) secrets.forget(name);
    const values = await Promise.all(
      before.map(async ([name, value]) => (await secrets.read(name)) !== value),
    );
    return values.includes(true);
  }

  return {
    ...kit,
    http: renewingHttp(kit.http, renewed),
    async secret(name) {
      const value = await secrets.read(name);
      used.set(name, value);
      return value;
    },
  };
}

function renewingHttp(http: HttpClient, renewed: <T>(call: () => Promise<T>) => Promise<T>): HttpClient {
  return {
    getJson: (url, schema, options) => renewed(() => http.getJson(url, schema, options)),
    getBytes: (url, options) => renewed(() => http.getBytes(url, options)),
    postForm: (url, fields, options) => renewed(() => http.postForm(url, fields, options)),
    sendJson: (method, url, body, schema, options) =>
      renewed(() => http.sendJson(method, url, body, schema, options)),
    postFile: (url, file, schema, options) => renewed(() => http.postFile(url, file, schema, options)),
  };
}
