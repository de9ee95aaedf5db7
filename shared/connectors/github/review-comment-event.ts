import * as z from 'zod';
import { GithubIssueCommentEvent } from './issue-comment-event.ts';

/**
 * The fields of GitHub's `pull_request_review_comment` webhook that are read; all others are allowed and ignored. Published as
 * schemas/github-review-comment.v1.schema.json. Source: docs.github.com, "Webhook events and payloads".
 */
export const GithubReviewCommentEvent = z.object({
  action: z.string().min(1).max(60),
  repository: z.object({ id: z.int(), full_name: z.string().min(3).max(300) }),
  pull_request: z.object({ number: z.int().positive() }),
  comment: GithubIssueCommentEvent.shape.comment.extend({
    /** The comment that began the conversation; only that one takes replies. */
    in_reply_to_id: z.int().nullish(),
  }),
});
export type GithubReviewCommentEvent = z.infer<typeof GithubReviewCommentEvent>;
