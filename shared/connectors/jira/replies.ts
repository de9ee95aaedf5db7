import * as z from 'zod';

/** The fields of Jira's replies that are used; the same for v2 and v3 but for the text format. */
export const CreatedIssue = z.object({ id: z.string(), key: z.string() });

/** 400: what is wrong, by field. */
export const Refusal = z.object({
  errorMessages: z.array(z.string()).nullish(),
  errors: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish(),
});
export type Refusal = z.infer<typeof Refusal>;

/** `/search/jql` pages by token and ends with `isLast`, `/search` by `startAt` and `total`. */
export const SearchPage = z.object({
  issues: z.array(z.object({ id: z.string() })),
  isLast: z.boolean().nullish(),
  nextPageToken: z.string().nullish(),
  startAt: z.int().nullish(),
  total: z.int().nullish(),
});
export type SearchPage = z.infer<typeof SearchPage>;

/** Older versions tell the id in the address alone, and as a number. */
const Attachment = z.object({
  id: z.union([z.string(), z.int().transform(String)]).nullish(),
  filename: z.string(),
});
export type Attachment = z.infer<typeof Attachment>;

export const IssueReply = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.object({
    summary: z.string().nullish(),
    labels: z.array(z.string()).nullish(),
    status: z.object({ statusCategory: z.object({ key: z.string() }).nullish() }).nullish(),
    attachment: z.array(Attachment).nullish(),
  }),
  properties: z.record(z.string(), z.unknown()).nullish(),
});
export type IssueReply = z.infer<typeof IssueReply>;

const MetaField = z.object({
  /** Cloud says `fieldId`; Data Center too since 8.4, older ones key the fields by it. */
  fieldId: z.string(),
  name: z.string(),
  required: z.boolean(),
  hasDefaultValue: z.boolean().nullish(),
  allowedValues: z.array(z.unknown()).nullish(),
  schema: z
    .object({ type: z.string().nullish(), items: z.string().nullish(), custom: z.string().nullish() })
    .nullish(),
});
export type MetaField = z.infer<typeof MetaField>;

const Paging = {
  startAt: z.int().nullish(),
  maxResults: z.int().nullish(),
  total: z.int().nullish(),
  isLast: z.boolean().nullish(),
};
const IssueType = z.object({ id: z.string(), name: z.string() });

/** Cloud names the list after its items, Data Center calls it `values`. */
export const IssueTypePage = z.object({
  ...Paging,
  issueTypes: z.array(IssueType).nullish(),
  values: z.array(IssueType).nullish(),
});
export const MetaFieldPage = z.object({
  ...Paging,
  fields: z.array(MetaField).nullish(),
  values: z.array(MetaField).nullish(),
});

const Transition = z.object({
  id: z.string(),
  name: z.string(),
  to: z.object({
    name: z.string().nullish(),
    statusCategory: z.object({ key: z.string() }).nullish(),
  }),
  fields: z
    .record(
      z.string(),
      z.object({
        name: z.string().nullish(),
        required: z.boolean().nullish(),
        hasDefaultValue: z.boolean().nullish(),
        allowedValues: z.array(z.unknown()).nullish(),
      }),
    )
    .nullish(),
});
export type Transition = z.infer<typeof Transition>;
export const Transitions = z.object({ transitions: z.array(Transition) });

/** `body` is a document in v3 and text in v2. */
export const CommentPage = z.object({ comments: z.array(z.object({ id: z.string(), body: z.unknown() })) });

/** Names of allowed values: objects with a name or value, or plain texts. */
export function allowedNames(values: readonly unknown[] | null | undefined): readonly string[] {
  const named = z.union([
    z.string(),
    z.object({ name: z.string() }).transform(({ name }) => name),
    z.object({ value: z.string() }).transform(({ value }) => value),
  ]);
  return (values ?? []).flatMap((value) => named.safeParse(value).data ?? []);
}
