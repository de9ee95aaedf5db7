import * as z from 'zod';

const Sha = z.string().regex(/^[0-9a-f]{7,64}$/);
const PullRequests = z.array(z.object({ number: z.int().positive() })).nullish();

/**
 * The fields of GitHub's `check_run` webhook that are read; all others are allowed and ignored. Published as
 * schemas/github-check-run.v1.schema.json. Source: docs.github.com, "Webhook events and payloads".
 */
export const GithubCheckRunEvent = z.object({
  action: z.string().min(1).max(60),
  repository: z.object({ id: z.int(), full_name: z.string().min(3).max(300) }),
  check_run: z.object({
    name: z.string().max(1_000),
    head_sha: Sha,
    /** Empty for a pull request from a fork. */
    pull_requests: PullRequests,
  }),
  /** Of a button of ours on the check's page. */
  requested_action: z.object({ identifier: z.string().max(100) }).nullish(),
});
export type GithubCheckRunEvent = z.infer<typeof GithubCheckRunEvent>;

/** The fields of the `check_suite` webhook that are read. Published as schemas/github-check-suite.v1.schema.json. */
export const GithubCheckSuiteEvent = z.object({
  action: z.string().min(1).max(60),
  repository: z.object({ id: z.int(), full_name: z.string().min(3).max(300) }),
  check_suite: z.object({ head_sha: Sha, pull_requests: PullRequests }),
});
export type GithubCheckSuiteEvent = z.infer<typeof GithubCheckSuiteEvent>;
