import { checkAdf } from '../check-adf.ts';
import type { LookAlikeReply, LookAlikeRequest } from '../look-alike/start-look-alike.ts';
import type { StoredField, StoredIssue, StoredTransition } from './jira-state.ts';
import { TO_DO } from './jira-state.ts';

export interface JiraWorld {
  readonly deployment: 'cloud' | 'data-center';
  readonly project: string;
  readonly issues: StoredIssue[];
  fields: readonly StoredField[];
  transitions: readonly StoredTransition[];
  /** Issues younger than this are not in the search index yet. */
  indexLagMs: number;
  /** Items of a page, whatever was asked for. */
  pageSize: number;
  nextId: number;
}

type Body = Readonly<Record<string, unknown>>;
const ISSUE_TYPES = [
  { id: '10001', name: 'Task' },
  { id: '10004', name: 'Bug' },
];
const NO_CONTENT: LookAlikeReply = { status: 204, text: '' };

type Handler = (world: JiraWorld, issue: StoredIssue, request: LookAlikeRequest) => LookAlikeReply;

/** What may be asked of one issue, by method and the segment after its id. */
const ISSUE_ROUTES: Readonly<Record<string, Handler>> = {
  GET: (_world, issue) => issueReply(issue),
  PUT: (world, issue, request) => updateIssue(world, issue, bodyOf(request)),
  'GET transitions': (world, issue) => transitions(world, issue),
  'POST transitions': (world, issue, request) => transition(world, issue, bodyOf(request)),
  'GET comment': (_world, issue) => comments(issue),
  'POST comment': (world, issue, request) => addComment(world, issue, bodyOf(request)),
  'POST remotelink': (_world, issue, request) => addLink(issue, bodyOf(request)),
  'POST attachments': attach,
  'PUT properties': (_world, issue, request) => {
    issue.properties.set(request.path.split('/').at(-1) ?? '', bodyOf(request));
    return { status: 200, json: {} };
  },
};

/** Answers one authenticated request below `/rest/api/<version>/`. */
export function answerJira(
  world: JiraWorld,
  path: readonly string[],
  request: LookAlikeRequest,
): LookAlikeReply {
  const [first, second, third] = path;
  if (first === 'search') return search(world, second, bodyOf(request));
  if (first === 'attachment') return removeAttachment(world, second ?? '');
  if (first !== 'issue') return notFound();
  if (second === undefined) return createIssue(world, bodyOf(request));
  if (second === 'createmeta') return createMeta(world, path.slice(2), request.query);
  const issue = world.issues.find(({ id, key }) => id === second || key === second);
  const route = ISSUE_ROUTES[third === undefined ? request.method : `${request.method} ${third}`];
  return issue === undefined || route === undefined ? notFound() : route(world, issue, request);
}

function createMeta(
  world: JiraWorld,
  [project, kind, typeId]: readonly string[],
  query: URLSearchParams,
): LookAlikeReply {
  if (project !== world.project || kind !== 'issuetypes') return notFound();
  if (typeId === undefined) return metaPage(world, ISSUE_TYPES, 'issueTypes', query);
  return typeId === '10004' ? metaPage(world, world.fields, 'fields', query) : notFound();
}

function search(world: JiraWorld, kind: string | undefined, body: Body): LookAlikeReply {
  const cloud = world.deployment === 'cloud';
  if (cloud && kind !== 'jql') {
    return refused(
      410,
      'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.',
    );
  }
  if (!cloud && kind !== undefined) return notFound();
  const label = /^labels = "([^"\s]+)" ORDER BY created ASC$/.exec(String(body['jql']))?.[1];
  if (label === undefined) return refused(400, 'The JQL query is not understood.');
  const fresh = Array.isArray(body['reconcileIssues']) ? body['reconcileIssues'].map(String) : [];
  const visible = world.issues.filter(
    ({ id, labels, createdAt }) =>
      labels.includes(label) && (fresh.includes(id) || Date.now() - createdAt >= world.indexLagMs),
  );
  const start = Number(cloud ? (body['nextPageToken'] ?? 0) : (body['startAt'] ?? 0));
  const issues = visible.slice(start, start + world.pageSize).map(({ id }) => ({ id }));
  const end = start + issues.length;
  if (!cloud) return { status: 200, json: { startAt: start, maxResults: 50, total: visible.length, issues } };
  const isLast = end >= visible.length;
  return { status: 200, json: { issues, isLast, ...(isLast ? {} : { nextPageToken: String(end) }) } };
}

function metaPage(
  world: JiraWorld,
  items: readonly unknown[],
  name: string,
  query: URLSearchParams,
): LookAlikeReply {
  const startAt = Number(query.get('startAt') ?? 0);
  const page = items.slice(startAt, startAt + world.pageSize);
  const paging = { startAt, maxResults: world.pageSize, total: items.length };
  if (world.deployment === 'cloud') return { status: 200, json: { ...paging, [name]: page } };
  return {
    status: 200,
    json: { ...paging, isLast: startAt + page.length >= items.length, values: page },
  };
}

function createIssue(world: JiraWorld, body: Body): LookAlikeReply {
  const fields = objectOf(body['fields']);
  const errors: Record<string, string> = {};
  for (const { fieldId, name, required, hasDefaultValue } of world.fields) {
    if (required && hasDefaultValue !== true && fields[fieldId] === undefined) {
      errors[fieldId] = `${name} is required.`;
    }
  }
  checkFields(world, fields, errors);
  if (Object.keys(errors).length > 0) return { status: 400, json: { errorMessages: [], errors } };
  const id = String(world.nextId);
  world.nextId += 1;
  const properties = Array.isArray(body['properties']) ? body['properties'].map(objectOf) : [];
  const { labels, ...others } = fields;
  world.issues.push({
    id,
    key: `${world.project}-${Number(id) - 10_000}`,
    createdAt: Date.now(),
    fields: others,
    labels: textsOf(labels),
    status: TO_DO,
    properties: new Map(properties.map(({ key, value }) => [String(key), value])),
    comments: [],
    links: new Map(),
    attachments: [],
  });
  return { status: 201, json: { id, key: world.issues.at(-1)?.key, self: `/rest/api/issue/${id}` } };
}

function updateIssue(world: JiraWorld, issue: StoredIssue, body: Body): LookAlikeReply {
  const fields = objectOf(body['fields']);
  const errors: Record<string, string> = {};
  checkFields(world, fields, errors);
  if (Object.keys(errors).length > 0) return { status: 400, json: { errorMessages: [], errors } };
  issue.fields = { ...issue.fields, ...fields };
  const changes = objectOf(body['update'])['labels'];
  for (const change of Array.isArray(changes) ? changes.map(objectOf) : []) {
    if (typeof change['add'] === 'string') issue.labels.push(change['add']);
    issue.labels = issue.labels.filter((label) => label !== change['remove']);
  }
  return NO_CONTENT;
}

function checkFields(world: JiraWorld, fields: Body, errors: Record<string, string>): void {
  for (const [id, value] of Object.entries(fields)) {
    const field = world.fields.find(({ fieldId }) => fieldId === id);
    const fault = field === undefined ? UNKNOWN_FIELD : faultOf(world, field, value);
    if (fault !== null) errors[id] = fault;
  }
}

const UNKNOWN_FIELD = 'Field cannot be set. It is not on the appropriate screen, or unknown.';

function faultOf(world: JiraWorld, { fieldId, allowedValues }: StoredField, value: unknown): string | null {
  if (fieldId === 'description' && !fits(world, value)) return 'Operation value is not valid.';
  if (fieldId === 'summary' && !(typeof value === 'string' && /^.{1,255}$/.test(value))) {
    return 'The summary is invalid because it contains newline characters or is too long.';
  }
  if (fieldId === 'labels' && textsOf(value).some((label) => /\s/.test(label))) {
    return 'The label contains spaces which is invalid.';
  }
  const names = allowedValues?.map((one) => objectOf(one)['name']);
  const unknown = [value].flat().some((one) => names?.includes(objectOf(one)['name']) === false);
  return unknown ? 'Specify a valid value.' : null;
}

/** v3 takes documents, v2 text; both have a limit. */
function fits(world: JiraWorld, value: unknown): boolean {
  if (JSON.stringify(value).length > 32_767) return false;
  return world.deployment === 'cloud' ? checkAdf(value).length === 0 : typeof value === 'string';
}

function issueReply({
  id,
  key,
  fields,
  labels,
  status,
  attachments,
  properties,
}: StoredIssue): LookAlikeReply {
  const shown = {
    ...fields,
    labels,
    status: { name: status.name, statusCategory: { key: status.category } },
    attachment: attachments,
  };
  return { status: 200, json: { id, key, fields: shown, properties: Object.fromEntries(properties) } };
}

function transitions(world: JiraWorld, issue: StoredIssue): LookAlikeReply {
  const offered = world.transitions.filter(({ from }) => from.includes(issue.status.category));
  const shown = offered.map(({ id, name, to, fields }) => ({
    id,
    name,
    to: { name: to.name, statusCategory: { key: to.category } },
    ...(fields === undefined ? {} : { fields }),
  }));
  return { status: 200, json: { expand: 'transitions', transitions: shown } };
}

function transition(world: JiraWorld, issue: StoredIssue, body: Body): LookAlikeReply {
  const id = objectOf(body['transition'])['id'];
  const found = world.transitions.find((one) => one.id === id && one.from.includes(issue.status.category));
  if (found === undefined) return refused(400, `The transition ${String(id)} is not valid for this issue.`);
  for (const [field, meta] of Object.entries(found.fields ?? {})) {
    if (objectOf(meta)['required'] === true && objectOf(body['fields'])[field] === undefined) {
      return { status: 400, json: { errorMessages: [], errors: { [field]: `${field} is required.` } } };
    }
  }
  issue.status = found.to;
  return NO_CONTENT;
}

function comments(issue: StoredIssue): LookAlikeReply {
  const newest = issue.comments.toReversed().slice(0, 50);
  return { status: 200, json: { startAt: 0, total: issue.comments.length, comments: newest } };
}

function addComment(world: JiraWorld, issue: StoredIssue, body: Body): LookAlikeReply {
  if (!fits(world, body['body'])) return refused(400, 'Comment body is not valid!');
  issue.comments.push({ id: String(issue.comments.length + 1), body: body['body'] });
  return { status: 201, json: { id: String(issue.comments.length) } };
}

function addLink(issue: StoredIssue, body: Body): LookAlikeReply {
  const { url, title } = objectOf(body['object']);
  const id = String(body['globalId']);
  if (typeof url !== 'string' || id.length > 255) return refused(400, 'The link is not valid.');
  const known = issue.links.has(id);
  issue.links.set(id, { url, title: String(title) });
  return { status: known ? 200 : 201, json: { id: 1 } };
}

function attach(world: JiraWorld, issue: StoredIssue, request: LookAlikeRequest): LookAlikeReply {
  if (request.headers['x-atlassian-token'] !== 'no-check') return { status: 403, text: 'XSRF check failed' };
  const head = request.body.subarray(0, 500).toString('latin1');
  const filename = /name="file"; filename="([^"]+)"/.exec(head)?.[1];
  if (filename === undefined) return refused(400, 'No file in the form.');
  issue.attachments.push({ id: String(world.nextId), filename, bytes: request.body.length });
  world.nextId += 1;
  return { status: 200, json: [{ filename }] };
}

function removeAttachment(world: JiraWorld, id: string): LookAlikeReply {
  for (const issue of world.issues) issue.attachments = issue.attachments.filter((one) => one.id !== id);
  return NO_CONTENT;
}

function bodyOf({ body }: LookAlikeRequest): Body {
  return objectOf(body.length === 0 ? {} : JSON.parse(body.toString('utf8')));
}

function objectOf(value: unknown): Body {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function refused(status: number, message: string): LookAlikeReply {
  return { status, json: { errorMessages: [message], errors: {} } };
}

function notFound(): LookAlikeReply {
  return refused(404, 'Issue does not exist or you do not have permission to see it.');
}
