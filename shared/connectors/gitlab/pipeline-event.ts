import * as z from 'zod';

/**
 * The fields of GitLab's pipeline webhook that are read; all others are allowed and ignored. Published as
 * schemas/gitlab-pipeline.v1.schema.json. Source: docs.gitlab.com, "Webhook events", pipeline events.
 */
export const GitlabPipelineEvent = z.object({
  object_kind: z.literal('pipeline'),
  project: z.object({ path_with_namespace: z.string().min(1).max(300) }).nullish(),
  object_attributes: z.object({
    id: z.int().positive().nullish(),
    source: z.string().max(100).nullish(),
    status: z.string().max(60).nullish(),
  }),
});
export type GitlabPipelineEvent = z.infer<typeof GitlabPipelineEvent>;
