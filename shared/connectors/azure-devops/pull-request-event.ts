import * as z from 'zod';

/**
 * The fields of Azure DevOps' pull request service hooks that are read; all others are allowed and ignored. With "Resource details to send:
 * Minimal" most of them are missing. Published as schemas/azure-devops-pull-request.v1.schema.json. Source: learn.microsoft.com,
 * "Service hooks events".
 */
export const AzureDevopsPullRequestEvent = z.object({
  eventType: z.string().min(1).max(100),
  createdDate: z.string().max(50).nullish(),
  /** What happened, in a sentence; the only place that tells a draft was published. */
  message: z.object({ text: z.string().max(200_000).nullish() }).nullish(),
  /** Null with "Resource details to send: None". */
  resource: z
    .object({
      pullRequestId: z.int().positive().nullish(),
      url: z.string().max(10_000).nullish(),
      repository: z
        .object({
          id: z
            .string()
            .regex(/^[0-9a-fA-F-]{36}$/)
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type AzureDevopsPullRequestEvent = z.infer<typeof AzureDevopsPullRequestEvent>;
