import * as z from 'zod';
import { Configuration } from '../shared/config/configuration.ts';
import { AzureDevopsCommentEvent } from '../shared/connectors/azure-devops/comment-event.ts';
import { AzureDevopsPullRequestEvent } from '../shared/connectors/azure-devops/pull-request-event.ts';
import { AzureDevopsSettings } from '../shared/connectors/azure-devops/settings.ts';
import { GithubCheckRunEvent, GithubCheckSuiteEvent } from '../shared/connectors/github/check-event.ts';
import {
  GithubMergeGroupEvent,
  GithubPullRequestEvent,
} from '../shared/connectors/github/pull-request-event.ts';
import { GithubReviewCommentEvent } from '../shared/connectors/github/review-comment-event.ts';
import { GithubReviewEvent } from '../shared/connectors/github/review-event.ts';
import { GithubIssueCommentEvent } from '../shared/connectors/github/issue-comment-event.ts';
import { GithubSettings } from '../shared/connectors/github/settings.ts';
import { GitlabMergeRequestEvent } from '../shared/connectors/gitlab/merge-request-event.ts';
import { GitlabNoteEvent } from '../shared/connectors/gitlab/note-event.ts';
import { GitlabPipelineEvent } from '../shared/connectors/gitlab/pipeline-event.ts';
import { GitlabSettings } from '../shared/connectors/gitlab/settings.ts';
import { JiraSettings } from '../shared/connectors/jira/settings.ts';
import { SlackSettings } from '../shared/connectors/slack/settings.ts';
import { TeamsSettings } from '../shared/connectors/teams/settings.ts';
import { Envelope } from '../shared/contracts/envelope.ts';
import { Measurement } from '../shared/contracts/measurement.ts';
import { ReportDocument } from '../shared/contracts/report-document.ts';
import { RunRecord } from '../shared/contracts/run-record.ts';
import { AuditEntry } from '../shared/contracts/audit-note.ts';
import { AcknowledgementRequest } from '../shared/doors/acknowledge.ts';
import { ApprovalRequest } from '../shared/doors/approvals.ts';
import { RunRequest } from '../shared/doors/request-analysis.ts';
import { publishedSchema } from '../shared/policy/validator-for.ts';
import { PerfBudget } from '../shared/policy/perf-budget.ts';
import { Policy } from '../shared/policy/policy.ts';

/** What outsiders write is published as input, what they read as output. */
const WRITTEN = {
  'policies/schema/policy.v1.schema.json': Policy,
  'policies/schema/perfbudget.v1.schema.json': PerfBudget,
  'schemas/config.v1.schema.json': Configuration,
  'schemas/run-request.v1.schema.json': RunRequest,
  'schemas/approval-request.v1.schema.json': ApprovalRequest,
  'schemas/acknowledgement-request.v1.schema.json': AcknowledgementRequest,
  'schemas/connection-azure-devops.v1.schema.json': AzureDevopsSettings,
  'schemas/connection-github.v1.schema.json': GithubSettings,
  'schemas/connection-gitlab.v1.schema.json': GitlabSettings,
  'schemas/connection-jira.v1.schema.json': JiraSettings,
  'schemas/connection-slack.v1.schema.json': SlackSettings,
  'schemas/connection-teams.v1.schema.json': TeamsSettings,
  'schemas/azure-devops-pull-request.v1.schema.json': AzureDevopsPullRequestEvent,
  'schemas/github-check-run.v1.schema.json': GithubCheckRunEvent,
  'schemas/github-check-suite.v1.schema.json': GithubCheckSuiteEvent,
  'schemas/github-merge-group.v1.schema.json': GithubMergeGroupEvent,
  'schemas/github-pull-request.v1.schema.json': GithubPullRequestEvent,
  'schemas/azure-devops-comment.v1.schema.json': AzureDevopsCommentEvent,
  'schemas/github-issue-comment.v1.schema.json': GithubIssueCommentEvent,
  'schemas/github-review-comment.v1.schema.json': GithubReviewCommentEvent,
  'schemas/github-review.v1.schema.json': GithubReviewEvent,
  'schemas/gitlab-note.v1.schema.json': GitlabNoteEvent,
  'schemas/gitlab-pipeline.v1.schema.json': GitlabPipelineEvent,
  'schemas/gitlab-merge-request.v1.schema.json': GitlabMergeRequestEvent,
} as const;
const READ = {
  'schemas/envelope.v1.schema.json': Envelope,
  'schemas/measurement.v1.schema.json': Measurement,
  'schemas/report.v1.schema.json': ReportDocument,
  'schemas/run-record.v1.schema.json': RunRecord,
  'schemas/audit-entry.v1.schema.json': AuditEntry,
} as const;

/** @returns file → text of every published JSON Schema (2020-12), as it must be committed. */
export function publishedSchemas(): Readonly<Record<string, string>> {
  const written = Object.entries(WRITTEN).map(([file, schema]) => [file, publishedSchema(schema)] as const);
  const read = Object.entries(READ).map(
    ([file, schema]) => [file, z.toJSONSchema(schema, { unrepresentable: 'any' })] as const,
  );
  return Object.fromEntries(
    [...written, ...read].map(([file, schema]) => [file, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}
