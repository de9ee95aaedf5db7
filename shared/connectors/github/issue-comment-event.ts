import * as z from 'zod';

/**
 * The fields of GitHub's `issue_comment` webhook that are read; all others are allowed and ignored. Published as
 * schemas/github-issue-comment.v1.schema.json. Source: docs.github.com, "Webhook events and payloads".
 */
export const GithubIssueCommentEvent = z.object({
  action: z.string().min(1).max(60),
  repository: z.object({ id: z.int(), full_name: z.string().min(3).max(300) }),
  issue: z.object({
    number: z.int().positive(),
    /** Only pull requests have it. */
    pull_request: z.object({}).nullish(),
  }),
  comment: z.object({
    id: z.int(),
    body: z.string().max(300_000).nullish(),
    created_at: z.string().max(60).nullish(),
    user: z
      .object({
        id: z.int().nullish(),
        login: z.string().max(300).nullish(),
        type: z.string().max(60).nullish(),
      })
      .nullish(),
    performed_via_github_app: z.object({ id: z.int() }).nullish(),
  }),
});
export type GithubIssueCommentEvent = z.infer<typeof GithubIssueCommentEvent>;
