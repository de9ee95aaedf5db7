import * as z from 'zod';

/**
 * The fields of GitLab's note webhook that are read; all others are allowed and ignored. Published as
 * schemas/gitlab-note.v1.schema.json. Source: docs.gitlab.com, "Webhook events", comment on a merge request.
 */
export const GitlabNoteEvent = z.object({
  object_kind: z.literal('note'),
  /** Missing for notes of a group, on epics and wiki pages. */
  project: z.object({ path_with_namespace: z.string().min(1).max(300) }).nullish(),
  object_attributes: z.object({
    id: z.int().nullish(),
    /** The thread in which it stands; a note that is in none has an id, too, under which a reply would make it one. */
    discussion_id: z.string().max(100).nullish(),
    /** `DiscussionNote` and `DiffNote` stand in threads; null: in none. */
    type: z.string().max(60).nullish(),
    note: z.string().max(1_000_000).nullish(),
    noteable_type: z.string().max(60).nullish(),
    system: z.boolean().nullish(),
    /** Missing before GitLab 16. */
    action: z.string().max(60).nullish(),
  }),
  merge_request: z.object({ iid: z.int().positive() }).nullish(),
});
export type GitlabNoteEvent = z.infer<typeof GitlabNoteEvent>;
