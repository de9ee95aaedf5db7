import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Delivered } from '../contracts/published.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { PermanentError, PipelineError } from '../errors/pipeline-error.ts';
import type { ChangeHost, LineNote, StatusAnnotation } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { StageContext } from '../ports/stage.ts';
import { isRetargeted } from './newer-head.ts';

export interface ChangeNews {
  readonly body: Masked;
  readonly state: 'pending' | 'success' | 'failed';
  readonly description: Masked;
  readonly url: string | null;
  readonly annotations?: readonly StatusAnnotation[];
  /** Notes on lines of the diff; left out or null, those that stand stay. */
  readonly lineNotes?: readonly LineNote[] | null;
  /** The verdict in one word, and whether it is worth a comment; left out, it is. */
  readonly topic?: string;
  readonly write?: { readonly create: boolean; readonly sameTopic: boolean };
  /** The status alone; the comment that stands is left as it is. */
  readonly silent?: boolean;
  /** A service judged beside the change's own (Plan.beside): it has a comment and a check of its own. */
  readonly beside?: Masked | undefined;
}

const COMMENT_KEY = 'verdict';

interface Telling extends Pick<StageContext, 'signal' | 'refuseWhenDone'> {
  /** What is to stand before anybody else tells the change anything. */
  readonly whileHeld?: (told: Delivered) => Promise<void>;
}

/**
 * Says something on the change: sticky comment and commit status. Under a lock for the change, and only while the run's head is
 * still the change's head and its branch the target, so that a slow old run never overwrites the verdict of a newer one; and only while no other delivery has done
 * the step, so that a slow delivery never overwrites what a later step of its own run said.
 */
export async function tellChange(
  request: AnalysisRequested,
  news: ChangeNews,
  ports: { readonly connections: Connections; readonly lock: Lock },
  context: Telling,
): Promise<Delivered> {
  const { signal } = context;
  const { change } = request;
  const { connection, project, number, headSha } = change;
  if (connection === null) return { comment: { status: 'not-a-change' }, commitStatus: 'not-a-change' };
  const { changes: host } = await ports.connections.get(connection);
  if (host === undefined) {
    throw new PermanentError('CONFIG_INVALID', `The connection "${connection}" is no code host.`);
  }
  const { beside } = news;
  const ofBeside = beside === undefined ? {} : { beside };
  const status = {
    project,
    sha: headSha,
    number,
    state: news.state,
    description: news.description,
    url: news.url,
    summary: news.body,
    ...ofBeside,
    ...(news.annotations === undefined ? {} : { annotations: news.annotations }),
  };
  if (number === null) {
    await context.refuseWhenDone();
    return { comment: { status: 'not-a-change' }, ...(await tellStatus(host, status, signal)) };
  }
  const tell = async (): Promise<Delivered> => {
    const current = await host.fetchChange(project, number, signal);
    if (current !== null && current.headSha !== headSha) {
      // Its check must not wait for ever for a verdict that nobody will give.
      const description = maskedText`Superseded by ${maskedName(current.headSha.slice(0, 8))}; not judged any further.`;
      const ended = {
        ...{ project, sha: headSha, number, state: 'success' as const, description, url: null },
        ...ofBeside,
      };
      const told = await tellStatus(host, ended, signal);
      return { comment: { status: 'superseded', by: current.headSha }, ...told, commitStatus: 'superseded' };
    }
    if (current !== null && isRetargeted(change, current)) {
      // Comment and check of the same commit belong to the run that judges it against the new branch.
      return { comment: { status: 'superseded', by: headSha }, commitStatus: 'superseded' };
    }
    const { topic, write } = news;
    const key = beside === undefined ? COMMENT_KEY : `${COMMENT_KEY}:${beside}`;
    const body =
      beside === undefined ? news.body : maskedText`${news.body}\n\n<sub>service \`${beside}\`</sub>`;
    const wanted = {
      ...{ project, number, key, body, headSha, order: request.rerun },
      ...(topic === undefined ? {} : { topic }),
      ...(write === undefined ? {} : { write }),
    };
    if (news.silent === true) {
      return { comment: { status: 'unneeded', url: null }, ...(await tellStatus(host, status, signal)) };
    }
    const comment = await host
      .ensureComment(wanted, signal)
      .catch((error: unknown) => ({ status: 'refused' as const, ...refusalOf(error) }));
    const said = { comment, ...(await tellStatus(host, status, signal)) };
    const notes = news.lineNotes ?? null;
    if (notes === null) return said;
    const lines = { project, number, headSha, notes, ...ofBeside };
    return { ...said, lineNotes: await tellLines(host, lines, signal) };
  };
  return ports.lock.withLock(changeLock({ connection, project, number }), signal, async () => {
    await context.refuseWhenDone();
    const told = await tell();
    await context.whileHeld?.(told);
    return told;
  });
}

/** Key of the lock under which a change is told anything. */
export function changeLock(change: {
  readonly connection: string;
  readonly project: string;
  readonly number: string;
}): string {
  return `changes/${change.connection}/${change.project}/${change.number}`;
}

type Status = Parameters<ChangeHost['ensureStatus']>[0];

/** A host that takes no status for good is not asked again: the verdict stands in the report, and the record says why. */
async function tellStatus(
  host: ChangeHost,
  status: Status,
  signal: AbortSignal,
): Promise<Pick<Delivered, 'commitStatus' | 'statusRefused'>> {
  try {
    await host.ensureStatus(status, signal);
    return { commitStatus: status.state };
  } catch (error) {
    return { commitStatus: 'refused', statusRefused: refusalOf(error) };
  }
}

/** What stands on lines stands in the comment, too, so a host that takes no notes for good costs nothing but the notes. */
async function tellLines(
  host: ChangeHost,
  wanted: Parameters<ChangeHost['ensureLineNotes']>[0],
  signal: AbortSignal,
): Promise<NonNullable<Delivered['lineNotes']>> {
  return host
    .ensureLineNotes(wanted, signal)
    .catch((error: unknown) => ({ status: 'refused' as const, ...refusalOf(error) }));
}

const REFUSALS = ['REMOTE_FORBIDDEN', 'REMOTE_REFUSED', 'REMOTE_NOT_FOUND'];

/** What a host refuses for good: a locked or closed change, an archived project, a deleted branch, a missing right. @throws every other error */
export function refusalOf(error: unknown): { readonly code: string; readonly why: Masked } {
  if (!PipelineError.is(error) || !REFUSALS.includes(error.code)) throw error;
  return { code: error.code, why: maskedName(error.message) };
}
