import * as z from 'zod';
import { GithubIssueCommentEvent } from './issue-comment-event.ts';

const { id, body, user, created_at, performed_via_github_app } = GithubIssueCommentEvent.shape.comment.shape;

/**
 * The fields of GitHub's `pull_request_review` webhook that are read; all others are allowed and ignored. Published as
 * schemas/github-review.v1.schema.json. Source: docs.github.com, "Webhook events and payloads".
 */
export const GithubReviewEvent = z.object({
  action: z.string().min(1).max(60),
  repository: z.object({ id: z.int(), full_name: z.string().min(3).max(300) }),
  pull_request: z.object({ number: z.int().positive() }),
  /** Its body stands above its comments on lines, and is empty when it has those alone. */
  review: z.object({ id, body, user, submitted_at: created_at, performed_via_github_app }),
});
export type GithubReviewEvent = z.infer<typeof GithubReviewEvent>;
