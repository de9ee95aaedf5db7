import * as z from 'zod';

const Sha = z.string().regex(/^[0-9a-f]{7,64}$/);

const Project = z.object({ path_with_namespace: z.string().min(1).max(300) });

const Labels = z
  .array(z.object({ title: z.string().max(300).nullish() }))
  .max(1_000)
  .nullish();
const Flag = z.object({ previous: z.boolean().nullish(), current: z.boolean().nullish() }).nullish();

/**
 * The fields of GitLab's merge request webhook that are read; all others are allowed and ignored.
 * Published as schemas/gitlab-merge-request.v1.schema.json. Source: docs.gitlab.com, "Merge request events".
 */
export const GitlabMergeRequestEvent = z.object({
  object_kind: z.literal('merge_request'),
  user: z.object({ id: z.int().nullish(), username: z.string().max(300).nullish() }).nullish(),
  /** What an `update` changed. */
  changes: z
    .object({
      labels: z.object({ previous: Labels, current: Labels }).nullish(),
      draft: Flag,
      work_in_progress: Flag,
      target_branch: z.object({ previous: z.string().max(300).nullish() }).nullish(),
      title: z.object({ previous: z.string().max(10_000).nullish() }).nullish(),
    })
    .nullish(),
  /** Missing in old versions, where `object_attributes.target` tells it. */
  project: Project.nullish(),
  object_attributes: z.object({
    iid: z.int().positive(),
    title: z.string().max(10_000).nullish(),
    /** Missing on the test button of old versions. */
    action: z.string().max(50).nullish(),
    /** Only there when commits were pushed. */
    oldrev: z.string().max(64).nullish(),
    source_branch: z.string().min(1).max(300),
    target_branch: z.string().min(1).max(300),
    source_project_id: z.int().nullish(),
    target_project_id: z.int(),
    target: Project.nullish(),
    author_id: z.int().nullish(),
    last_commit: z.object({ id: Sha }).nullish(),
    url: z.string().max(10_000).nullish(),
    draft: z.boolean().nullish(),
    work_in_progress: z.boolean().nullish(),
    /** Of a merge, when it was merged. */
    updated_at: z.string().max(50).nullish(),
  }),
});
export type GitlabMergeRequestEvent = z.infer<typeof GitlabMergeRequestEvent>;
