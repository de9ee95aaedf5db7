import { createHash } from 'node:crypto';
import type { IssueTracker } from '../../ports/issue-tracker.ts';
import { labelOf } from './find-issues.ts';
import type { JiraTexts } from './jira-texts.ts';
import type { JiraSettings } from './settings.ts';

export type WantedIssue = Parameters<IssueTracker['ensureIssue']>[0];

/** What an issue of ours has to hold. */
export interface IssueContent {
  readonly texts: { readonly summary: string; readonly description: unknown };
  readonly labels: readonly string[];
  /** Whether links or a picture belong to it, which are written one by one. */
  readonly hasExtras: boolean;
  /** The same for the same content; labels are looked at by themselves. */
  readonly hash: string;
}

const LONGEST_SUMMARY = 255;

export function issueContent(wanted: WantedIssue, settings: JiraSettings, texts: JiraTexts): IssueContent {
  const { brief, picture } = wanted;
  const shown = {
    summary: summaryFrom(wanted.title),
    description: texts.description(brief, wanted.body),
  };
  const content = { ...shown, links: brief?.links, picture: picture?.name };
  return {
    texts: shown,
    labels: [
      ...new Set([
        labelOf(settings.project, wanted.key),
        ...settings.labels,
        // A label with a space is refused.
        ...wanted.labels.map((label) => label.replace(/\s+/g, '-')),
      ]),
    ],
    hasExtras: brief !== undefined || (settings.attachPicture && picture !== undefined),
    hash: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
  };
}

/** Jira takes one line of 255 characters. */
function summaryFrom(title: string): string {
  const line = title
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line === '') return 'Performance regression';
  return line.length <= LONGEST_SUMMARY
    ? line
    : `${line
        .slice(0, LONGEST_SUMMARY - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
