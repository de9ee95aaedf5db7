import * as z from 'zod';
import { PermanentError, PipelineError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import type { HttpOptions, HttpReply } from '../../ports/http-client.ts';
import { apiUrl, type Query } from '../common/api-url.ts';
import { carriedReason } from '../common/carried-reason.ts';
import { Refusal } from './replies.ts';
import type { JiraSettings } from './settings.ts';

type Path = readonly (string | number)[];

/** Jira's REST API with the connection's token. Errors are those of the HttpClient, a 400 with Jira's own words. */
export interface JiraApi {
  /** @returns null on 404 */
  find<S extends z.ZodType>(
    path: Path,
    query: Query,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S> | null>;
  send<S extends z.ZodType>(
    method: 'POST' | 'PUT',
    path: Path,
    body: unknown,
    schema: S,
    signal: AbortSignal,
  ): Promise<z.output<S>>;
  /** DELETE that is content when it is gone already or not allowed. */
  tryRemove(path: Path, signal: AbortSignal): Promise<void>;
  attach(
    issueId: string,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
    signal: AbortSignal,
  ): Promise<void>;
}

const LONGEST_FIELDS = 300;

export function createJiraApi(settings: JiraSettings, kit: ConnectorKit): JiraApi {
  const version = settings.deployment === 'cloud' ? '3' : '2';
  const root = `${settings.baseUrl.replace(/\/+$/, '')}/rest/api/${version}`;

  async function options(signal: AbortSignal, more: Partial<HttpOptions> = {}): Promise<HttpOptions> {
    const { auth } = settings;
    const token = (await kit.secret(auth.tokenSecret)).trim();
    const authorization =
      auth.kind === 'bearer'
        ? `Bearer ${token}`
        : `Basic ${Buffer.from(`${auth.user}:${token}`).toString('base64')}`;
    return { ...more, headers: { ...more.headers, authorization }, signal };
  }

  return {
    async find(path, query, schema, signal) {
      const reply = await kit.http.getJson(
        apiUrl(root, path, query),
        schema,
        await options(signal, { nullOn: [404] }),
      );
      return reply === null ? null : reply.body;
    },
    async send(method, path, body, schema, signal) {
      const url = apiUrl(root, path, {});
      const asked = await options(signal, { readOn: [400] });
      const reply = await allowed(method, path, kit.http.sendJson(method, url, body, z.unknown(), asked));
      return parsed(`${method} ${url.host}${url.pathname}`, reply, schema);
    },
    async tryRemove(path, signal) {
      const gone = await options(signal, { nullOn: [403, 404] });
      await kit.http.sendJson('DELETE', apiUrl(root, path, {}), undefined, z.unknown(), gone);
    },
    async attach(issueId, file, signal) {
      const url = apiUrl(root, ['issue', issueId, 'attachments'], {});
      // Without this header Jira takes the upload for a forged form.
      const headers = { 'x-atlassian-token': 'no-check' };
      const asked = await options(signal, { headers });
      const sent = kit.http.postFile(url, { ...file, field: 'file' }, z.unknown(), asked);
      await allowed('POST', ['issue', issueId, 'attachments'], sent);
    },
  };
}

/** What a call needs, by the last word of its path. Source: the permissions that Jira's REST documentation names with each. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'POST jql': 'Browse projects',
  'POST search': 'Browse projects',
  'POST issue': 'Create issues',
  'POST transitions': 'Transition issues',
  'POST comment': 'Add comments',
  'POST remotelink': 'Link issues',
  'POST attachments': 'Create attachments',
};

/** A refusal with the permission that is missing: Jira says 403 and leaves people to guess. */
async function allowed<T>(method: string, path: Path, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!PipelineError.is(error) || error.code !== 'REMOTE_FORBIDDEN') throw error;
    const permission = PERMISSIONS[`${method} ${String(path.at(-1))}`] ?? 'Edit issues';
    const message = `${error.message} The account of the connection needs the permission "${permission}" in the project.`;
    throw new PermanentError(error.code, message, { cause: error, details: error.details });
  }
}

function parsed<S extends z.ZodType>(call: string, reply: HttpReply<unknown> | null, schema: S): z.output<S> {
  if (reply?.status === 400) throw refusalOf(call, reply.body);
  const result = schema.safeParse(reply?.body ?? null);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') ?? '';
  throw new PermanentError(
    'REMOTE_REPLY_INVALID',
    `${call} answered in another shape than documented: "${field}" is wrong.`,
  );
}

/** Jira names the field and says why; both are ours or Jira's own words, and stand in the error. */
function refusalOf(call: string, body: unknown): PermanentError {
  const refusal: Refusal = Refusal.safeParse(body).data ?? {};
  const fields = Object.entries(refusal.errors ?? {}).map(
    ([field, why]) => `field "${field}": ${typeof why === 'string' ? why : 'is wrong'}`,
  );
  const reasons = [...fields, ...(refusal.errorMessages ?? [])].join('; ');
  return new PermanentError(
    'REMOTE_REFUSED',
    `${call} was refused (400): ${reasons === '' ? 'Jira gave no reason' : carriedReason(reasons)}`,
    {
      details: {
        status: 400,
        fields: Object.keys(refusal.errors ?? {})
          .join(', ')
          .slice(0, LONGEST_FIELDS),
      },
    },
  );
}
