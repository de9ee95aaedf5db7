import type { HttpServer } from './start-fault-world.ts';
import type { HttpMoment } from './start-http-proxy.ts';

const SEGMENT = '[^/?]+';
/** What a request means to a run, by server, method and path; the first that fits. */
const MEANINGS: readonly (readonly [HttpServer, string, RegExp, string | null])[] = [
  ['blob', 'PUT', new RegExp(`/artifacts/runs/${SEGMENT}/([a-z]+)[./]`), null],
  ['blob', 'PUT', /\/artifacts\/reports\//, 'report file'],
  ['blob', 'PUT', /\/artifacts\/notices\//, 'notice note'],
  ['blob', 'PUT', /\/audit\/[^/]+\/\d+\.json/, 'audit entry'],
  ['blob', 'PUT', /\/state\/audit\//, 'audit state'],
  ['blob', 'PUT', /\/audit\//, 'audit checkpoint'],
  ['blob', 'PUT', /\/raw\//, 'raw payload'],
  ['blob', 'PUT', /\/state\/.*comp=lease/, 'lease'],
  ['gitlab', 'GET', /\/pipelines\/\d+$/, 'event'],
  ['gitlab', 'POST', /\/notes/, 'comment'],
  ['gitlab', 'POST', /\/discussions/, 'line note'],
  ['gitlab', 'POST', /\/statuses\//, 'status'],
  ['jira', 'POST', /\/issue$/, 'ticket'],
  ['jira', 'PUT', /\/properties\//, 'ticket key'],
  ['jira', 'POST', /\/remotelink/, 'ticket link'],
  ['jira', 'POST', /\/attachments/, 'ticket picture'],
  ['slack', 'POST', /chat\.postMessage/, 'message'],
  ['model', 'POST', /chat\/completions/, 'model'],
];

/** The step boundary that a request is, such as `record of analyse`; null when it is none. */
export function boundaryOf(server: HttpServer, { method, path }: HttpMoment): string | null {
  for (const [on, verb, pattern, meaning] of MEANINGS) {
    if (on !== server || verb !== method) continue;
    const found = pattern.exec(decodeURIComponent(path));
    if (found !== null) return meaning ?? `record of ${found[1] ?? '?'}`;
  }
  return null;
}
