import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Delivered } from '../contracts/published.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { PermanentError, PipelineError } from '../errors/pipeline-error.ts';
import type { StatusAnnotation } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';

export interface ChangeNews {
  readonly body: Masked;
  readonly state: 'pending' | 'success' | 'failed';
  readonly description: Masked;
  readonly url: string | null;
  readonly annotations?: readonly StatusAnnotation[];
}

const COMMENT_KEY = 'verdict';

/**
 * Says something on the change: sticky comment and commit status. Under a lock for the change, and only while the run's head is
 * still the change's head, so that a slow old run never overwrites the verdict of a newer push.
 */
export async function tellChange(
  request: AnalysisRequested,
  news: ChangeNews,
  ports: { readonly connections: Connections; readonly lock: Lock },
  signal: AbortSignal,
): Promise<Delivered> {
  const { change } = request;
  const { connection, project, number, headSha } = change;
  if (connection === null) return { comment: { status: 'not-a-change' }, commitStatus: 'not-a-change' };
  const { changes: host } = await ports.connections.get(connection);
  if (host === undefined) {
    throw new PermanentError('CONFIG_INVALID', `The connection "${connection}" is no code host.`);
  }
  const status = {
    project,
    sha: headSha,
    number,
    state: news.state,
    description: news.description,
    url: news.url,
    summary: news.body,
    ...(news.annotations === undefined ? {} : { annotations: news.annotations }),
  };
  if (number === null) {
    await host.ensureStatus(status, signal);
    return { comment: { status: 'not-a-change' }, commitStatus: news.state };
  }
  return ports.lock.withLock(`changes/${connection}/${project}/${number}`, signal, async () => {
    const current = await host.fetchChange(project, number, signal);
    if (current !== null && current.headSha !== headSha) {
      // Its check must not wait for ever for a verdict that nobody will give.
      const description = maskedText`Superseded by ${maskedName(current.headSha.slice(0, 8))}; not judged any further.`;
      await host.ensureStatus(
        { project, sha: headSha, number, state: 'success', description, url: null },
        signal,
      );
      return { comment: { status: 'superseded', by: current.headSha }, commitStatus: 'superseded' };
    }
    const wanted = { project, number, key: COMMENT_KEY, body: news.body, headSha, order: request.rerun };
    const comment = await host.ensureComment(wanted, signal).catch(refusedOrThrown);
    await host.ensureStatus(status, signal);
    return { comment: { ...comment }, commitStatus: news.state };
  });
}

/** A change that takes no comment keeps its status: a check that waits for ever would say less than the truth. */
function refusedOrThrown(error: unknown): Extract<Delivered['comment'], { readonly status: 'refused' }> {
  const refusals = ['REMOTE_FORBIDDEN', 'REMOTE_REFUSED', 'REMOTE_NOT_FOUND'];
  if (!PipelineError.is(error) || !refusals.includes(error.code)) throw error;
  return { status: 'refused', code: error.code, why: maskedName(error.message) };
}
