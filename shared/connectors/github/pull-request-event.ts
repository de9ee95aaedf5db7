import * as z from 'zod';

const Sha = z.string().regex(/^[0-9a-f]{7,64}$/);
const Repository = z.object({ id: z.int(), full_name: z.string().min(3).max(300) });

/** Null, or without a name, when the account was deleted. */
const User = z.object({ login: z.string().max(300).nullish(), type: z.string().max(50).nullish() });

/**
 * The fields of GitHub's `pull_request` webhook that are read; all others are allowed and ignored.
 * Published as schemas/github-pull-request.v1.schema.json. Source: docs.github.com, "Webhook events and payloads".
 */
export const GithubPullRequestEvent = z.object({
  action: z.string().min(1).max(60),
  /** Of a `labeled` event. */
  label: z.object({ name: z.string().max(300).nullish() }).nullish(),
  sender: User.nullish(),
  /** Of an `edited` event; `base` when the pull request got another target branch. */
  changes: z.object({ base: z.object({}).nullish() }).nullish(),
  repository: Repository,
  pull_request: z.object({
    number: z.int().positive(),
    title: z.string().max(10_000).nullish(),
    html_url: z.string().max(10_000).nullish(),
    user: User.nullish(),
    /** Missing in old versions of GitHub Enterprise Server. */
    draft: z.boolean().nullish(),
    merged: z.boolean().nullish(),
    merged_at: z.string().max(50).nullish(),
    head: z.object({
      sha: Sha,
      ref: z.string().min(1).max(300),
      /** Null when the fork was deleted. */
      repo: z.object({ id: z.int().nullish() }).nullish(),
    }),
    base: z.object({
      sha: Sha,
      ref: z.string().min(1).max(300),
      repo: z.object({ id: z.int().nullish() }).nullish(),
    }),
  }),
});
export type GithubPullRequestEvent = z.infer<typeof GithubPullRequestEvent>;

/** The fields of the `merge_group` webhook that are read. Published as schemas/github-merge-group.v1.schema.json. */
export const GithubMergeGroupEvent = z.object({
  action: z.string().min(1).max(60),
  repository: Repository,
  merge_group: z.object({
    head_sha: Sha,
    head_ref: z.string().min(1).max(400),
    base_sha: Sha,
    base_ref: z.string().min(1).max(300),
  }),
});
export type GithubMergeGroupEvent = z.infer<typeof GithubMergeGroupEvent>;
