import * as z from 'zod';
import { changeState, isClosed } from './change-state.ts';
import { type FoundIssue, type Mark, PROPERTY } from './find-issues.ts';
import type { IssueContent, WantedIssue } from './issue-content.ts';
import { addExtras } from './issue-extras.ts';
import type { JiraApi } from './jira-api.ts';
import type { JiraTexts } from './jira-texts.ts';
import { type Attachment, CommentPage, type IssueReply } from './replies.ts';
import type { JiraSettings } from './settings.ts';

/** Things done to an issue that may be done twice with the effect of once. */
export interface IssueWriter {
  /** A transition, and before it a comment that is not made twice: the newest ones are looked through first. */
  move(issue: IssueReply, target: 'closed' | 'open', why: string, signal: AbortSignal): Promise<void>;
  /** Links, picture, and last the mark that says all of it is written. */
  complete(
    id: string,
    wanted: WantedIssue,
    content: IssueContent,
    mark: Mark,
    attached: readonly Attachment[],
    signal: AbortSignal,
  ): Promise<void>;
  /** A second issue of one key is closed and loses our label, so that it is not found again. */
  retire(found: FoundIssue, instead: string, signal: AbortSignal): Promise<void>;
}

export function createIssueWriter(api: JiraApi, settings: JiraSettings, texts: JiraTexts): IssueWriter {
  async function say(id: string, text: string, signal: AbortSignal): Promise<void> {
    const path = ['issue', id, 'comment'];
    const page = await api.find(path, { orderBy: '-created', maxResults: 50 }, CommentPage, signal);
    if (page?.comments.some(({ body }) => texts.says(body, text)) === true) return;
    await api.send('POST', path, { body: texts.comment(text) }, z.unknown(), signal);
  }

  function move(
    issue: IssueReply,
    target: 'closed' | 'open',
    why: string,
    signal: AbortSignal,
  ): Promise<void> {
    return changeState(api, settings, issue, target, () => say(issue.id, why, signal), signal);
  }

  return {
    move,
    async complete(id, wanted, { hash }, mark, attached, signal) {
      if (mark.content === hash) return;
      await addExtras(api, settings, id, wanted, attached, signal);
      const value: Mark = { ...mark, content: hash };
      await api.send('PUT', ['issue', id, 'properties', PROPERTY], value, z.unknown(), signal);
    },
    async retire({ issue }, instead, signal) {
      if (!isClosed(issue)) {
        await move(issue, 'closed', `Duplicate of ${instead}, which was made at the same moment.`, signal);
      }
      const labels = (issue.fields.labels ?? [])
        .filter((label) => /^perfagent-[0-9a-f]{16}$/.test(label))
        .map((remove) => ({ remove }));
      if (labels.length === 0) return;
      await api.send('PUT', ['issue', issue.id], { update: { labels } }, z.unknown(), signal);
    },
  };
}
