import * as z from 'zod';
import { PipelineError, ThrottledError } from '../../errors/pipeline-error.ts';
import type { EnsuredIssue, IssueTracker } from '../../ports/issue-tracker.ts';
import { isClosed } from './change-state.ts';
import { createFields, priorityOf } from './create-fields.ts';
import { findIssues, type FoundIssue, type Mark, PROPERTY } from './find-issues.ts';
import { issueContent, type WantedIssue } from './issue-content.ts';
import { createIssueWriter } from './issue-writer.ts';
import type { JiraApi } from './jira-api.ts';
import { jiraTexts } from './jira-texts.ts';
import { CreatedIssue } from './replies.ts';
import type { JiraSettings } from './settings.ts';

/** After a creation without an answer the search may not know the issue yet for some seconds. */
const INDEX_LAG_MS = 20_000;

/** Issues of one Jira project, found again by a label and told from copies by an entity property. */
export function createIssues(api: JiraApi, settings: JiraSettings): IssueTracker {
  const texts = jiraTexts(settings.deployment);
  const writer = createIssueWriter(api, settings, texts);

  async function only(
    key: string,
    fresh: readonly string[],
    signal: AbortSignal,
  ): Promise<FoundIssue | null> {
    const [oldest, ...surplus] = await findIssues(api, settings, key, fresh, signal);
    if (oldest === undefined) return null;
    for (const one of surplus) await writer.retire(one, oldest.issue.key, signal);
    return oldest;
  }

  async function create(wanted: WantedIssue, signal: AbortSignal): Promise<EnsuredIssue> {
    const content = issueContent(wanted, settings, texts);
    const { fields, priority } = await createFields(api, settings, severityOf(wanted), signal);
    // Complete at once when nothing follows, so that a redelivery finds it so.
    const mark: Mark = { key: wanted.key, content: content.hasExtras ? null : content.hash, priority };
    const body = {
      fields: { ...fields, ...content.texts, labels: content.labels },
      properties: [{ key: PROPERTY, value: mark }],
    };
    const made = await afterLag(api.send('POST', ['issue'], body, CreatedIssue, signal));
    const oldest = await only(wanted.key, [made.id], signal);
    if (oldest !== null && oldest.issue.id !== made.id) return update(oldest, wanted, signal);
    await writer.complete(made.id, wanted, content, mark, [], signal);
    return done(made.key, 'created');
  }

  async function update(
    { issue, mark }: FoundIssue,
    wanted: WantedIssue,
    signal: AbortSignal,
  ): Promise<EnsuredIssue> {
    const content = issueContent(wanted, settings, texts);
    const missing = content.labels.filter((label) => issue.fields.labels?.includes(label) !== true);
    const same = mark.content === content.hash && missing.length === 0;
    const closed = isClosed(issue);
    if (same && !closed) return done(issue.key, 'unchanged');
    if (closed) {
      const run = wanted.brief === undefined ? '' : ` (run ${wanted.brief.runId})`;
      await writer.move(issue, 'open', `Back again: ${content.texts.summary}${run}`, signal);
    }
    if (!same) {
      const priority = mark.priority === null ? null : priorityOf(settings, severityOf(wanted));
      // What people chose stays until the severity itself changes.
      const raised = priority === mark.priority ? {} : { priority: { name: priority } };
      const labels = missing.length === 0 ? {} : { update: { labels: missing.map((add) => ({ add })) } };
      const send = (fields: object): Promise<unknown> =>
        api.send('PUT', ['issue', issue.id], { fields, ...labels }, z.unknown(), signal);
      await send({ ...content.texts, ...raised }).catch((error: unknown) => {
        // Somebody moved it to a project with other priorities: they are people's business there.
        if (!isRefusedFor('priority', error)) throw error;
        return send(content.texts);
      });
      const attached = issue.fields.attachment ?? [];
      await writer.complete(issue.id, wanted, content, { ...mark, priority }, attached, signal);
    }
    return done(issue.key, closed ? 'reopened' : 'updated');
  }

  function done(key: string, action: EnsuredIssue['action']): EnsuredIssue {
    const root = (settings.siteUrl ?? settings.baseUrl).replace(/\/+$/, '');
    return { key, url: `${root}/browse/${encodeURIComponent(key.toWellFormed())}`, action };
  }

  return {
    async ensureIssue(wanted, signal) {
      const found = await only(wanted.key, [], signal);
      if (found === null) return create(wanted, signal);
      return update(found, wanted, signal).catch(async (error: unknown) => {
        // Deleted at this very moment, or hidden: then there is none any more.
        const isGone = PipelineError.is(error) && error.code === 'REMOTE_NOT_FOUND';
        if (!isGone || (await only(wanted.key, [], signal)) !== null) throw error;
        return create(wanted, signal);
      });
    },
    async closeIssue({ key, reason }, signal) {
      const found = await only(key, [], signal);
      if (found === null) return null;
      const { issue } = found;
      if (isClosed(issue)) return done(issue.key, 'unchanged');
      await writer.move(issue, 'closed', reason, signal);
      return done(issue.key, 'closed');
    },
  };
}

function severityOf({ brief }: WantedIssue): NonNullable<WantedIssue['brief']>['severity'] {
  return brief?.severity ?? 'medium';
}

function isRefusedFor(field: string, error: unknown): boolean {
  if (!PipelineError.is(error) || error.code !== 'REMOTE_REFUSED') return false;
  return String(error.details['fields'] ?? '')
    .split(', ')
    .includes(field);
}

/**
 * A creation that may have happened is looked for again only once the index has caught up; sooner would make a second issue.
 * @throws ThrottledError in place of the TransientError
 */
async function afterLag<T>(creation: Promise<T>): Promise<T> {
  try {
    return await creation;
  } catch (error) {
    if (!PipelineError.is(error) || error.disposition !== 'retry') throw error;
    const message = `${error.message} The issue may exist; it is looked for again once Jira's search has caught up.`;
    throw new ThrottledError(error.code, message, INDEX_LAG_MS, { cause: error, details: error.details });
  }
}
