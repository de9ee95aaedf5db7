import * as z from 'zod';

/** The fields that are used of `GET /repos/{owner}/{repo}/pulls/{number}`. */
export const PullRequest = z.object({
  number: z.int(),
  title: z.string(),
  html_url: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  draft: z.boolean().nullish(),
  changed_files: z.int().nullish(),
  head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.int() }).nullish() }),
  base: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.int() }).nullish() }),
});
export type PullRequest = z.infer<typeof PullRequest>;
