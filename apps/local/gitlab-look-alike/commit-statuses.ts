import { type ApiReply, type ApiRequest, badRequest, notFound, ok, textOf } from './api-reply.ts';
import type { GitlabProject, GitlabState, GitlabStatus } from './gitlab-state.ts';

const STATES = ['pending', 'running', 'success', 'failed', 'canceled', 'skipped'];
const LONGEST_DESCRIPTION = 255;

/** Newest status of each name, newest first. */
export function latestStatuses(project: GitlabProject, { params, query }: ApiRequest): readonly unknown[] {
  const name = query.get('name');
  const byName = new Map(
    project.statuses
      .filter((status) => status.sha === params['sha'] && (name === null || status.name === name))
      .map((status) => [status.name, status]),
  );
  return [...byName.values()].reverse();
}

/** A pending or running status is changed in place and not to itself; after a final one a new row begins. */
export function setStatus(state: GitlabState, project: GitlabProject, request: ApiRequest): ApiReply {
  const { params, body } = request;
  const wanted = textOf(body['state']) ?? '';
  if (!STATES.includes(wanted)) return badRequest('state does not have a valid value');
  const description = textOf(body['description']) ?? null;
  if (description !== null && description.length > LONGEST_DESCRIPTION) {
    return badRequest({ description: [`is too long (maximum is ${LONGEST_DESCRIPTION} characters)`] });
  }
  const name = textOf(body['name']) ?? textOf(body['context']) ?? 'default';
  const sha = params['sha'] ?? '';
  const targetUrl = textOf(body['target_url']) ?? null;
  const last = project.statuses.findLast((status) => status.sha === sha && status.name === name);
  if (last !== undefined && (last.status === 'pending' || last.status === 'running')) {
    return changeStatus(last, wanted, description, targetUrl);
  }
  const ref = refOf(project, sha, body);
  if (ref === undefined) return notFound('Pipeline for pipeline_id, sha and ref');
  const status: GitlabStatus = {
    id: state.nextId(),
    sha,
    name,
    ref,
    status: wanted,
    description,
    target_url: targetUrl,
    author: state.bot,
    created_at: state.now(),
  };
  project.statuses.push(status);
  return ok(status, 201);
}

/** The ref under which a status stands: as given, else that of the commit's newest pipeline. @returns undefined for a pipeline that is none of the commit */
function refOf(
  { pipelines }: GitlabProject,
  sha: string,
  { ref, pipeline_id: wanted }: ApiRequest['body'],
): string | null | undefined {
  const pipeline = pipelines.findLast((one) => one.sha === sha);
  if (wanted !== undefined && wanted !== pipeline?.id) return undefined;
  return textOf(ref) ?? pipeline?.ref ?? null;
}

function changeStatus(
  last: GitlabStatus,
  wanted: string,
  description: string | null,
  targetUrl: string | null,
): ApiReply {
  if (last.status === wanted) {
    const event = wanted === 'pending' ? 'enqueue' : 'run';
    return badRequest(`Cannot transition status via :${event} from :${wanted}`);
  }
  last.status = wanted;
  last.description = description ?? last.description;
  last.target_url = targetUrl ?? last.target_url;
  return ok(last, 201);
}
