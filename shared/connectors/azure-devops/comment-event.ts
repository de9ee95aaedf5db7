import * as z from 'zod';

const Id = z.string().regex(/^[0-9a-fA-F-]{36}$/);

/**
 * The fields of Azure DevOps' pull request comment service hook that are read; all others are allowed and ignored. They only name the
 * comment, which is read again. Published as schemas/azure-devops-comment.v1.schema.json. Source: learn.microsoft.com, "Service hooks
 * events".
 */
export const AzureDevopsCommentEvent = z.object({
  eventType: z.string().min(1).max(100),
  /** Without the comment where the subscription does not send resource details. */
  resource: z
    .object({
      comment: z
        .object({
          id: z.int().positive(),
          content: z.string().max(300_000).nullish(),
          isDeleted: z.boolean().nullish(),
          publishedDate: z.string().max(60).nullish(),
          lastContentUpdatedDate: z.string().max(60).nullish(),
          _links: z.object({ threads: z.object({ href: z.string().max(2_000) }).nullish() }).nullish(),
        })
        .nullish(),
      /** Missing in resource version 1.0; the address of the thread names it too. */
      pullRequest: z
        .object({ pullRequestId: z.int().positive(), repository: z.object({ id: Id }) })
        .nullish(),
    })
    .nullish(),
});
export type AzureDevopsCommentEvent = z.infer<typeof AzureDevopsCommentEvent>;
