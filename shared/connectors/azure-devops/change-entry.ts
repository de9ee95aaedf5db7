import * as z from 'zod';
import type { DiffFile } from '../../ports/change-host.ts';

/** One item of `iterations/{n}/changes`, the fields that are used. */
export const ChangeEntry = z.object({
  changeType: z.string(),
  changeTrackingId: z.int().nullish(),
  item: z
    .object({
      path: z.string().nullish(),
      objectId: z.string().nullish(),
      originalObjectId: z.string().nullish(),
      isFolder: z.boolean().nullish(),
      gitObjectType: z.string().nullish(),
    })
    .nullish(),
  originalPath: z.string().nullish(),
  sourceServerItem: z.string().nullish(),
});
export type ChangeEntry = z.infer<typeof ChangeEntry>;

/** A changed file before its text is known. Object ids: null means that this side has no file. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: Exclude<DiffFile['status'], 'binary'>;
  /** Undefined: there is a file, and Azure DevOps did not name its object. */
  readonly oldId: string | null | undefined;
  readonly newId: string | null | undefined;
  /** Azure DevOps' number of the file through all iterations. */
  readonly trackingId: number | null;
}

/** Our words for one entry. @returns null for folders and submodules, which have no text */
export function changedFileFrom(entry: ChangeEntry): ChangedFile | null {
  const original = entry.originalPath ?? entry.sourceServerItem ?? null;
  const path = entry.item?.path ?? original;
  if (path === null || !isFile(entry)) return null;
  const status = statusOf(entry.changeType);
  const moved = status !== 'added' && original !== null && original !== path;
  return {
    path: withoutSlash(path),
    previousPath: moved ? withoutSlash(original) : null,
    status,
    trackingId: entry.changeTrackingId ?? null,
    ...objectIds(entry, status),
  };
}

function isFile({ item }: ChangeEntry): boolean {
  return item?.isFolder !== true && (item?.gitObjectType ?? 'blob') === 'blob';
}

function objectIds(
  { item }: ChangeEntry,
  status: ChangedFile['status'],
): Pick<ChangedFile, 'oldId' | 'newId'> {
  const newId = item?.objectId ?? undefined;
  const oldId = item?.originalObjectId ?? undefined;
  if (status === 'added') return { oldId: null, newId };
  // A deleted file's object is named by either field, depending on the version.
  if (status === 'deleted') return { oldId: oldId ?? newId, newId: null };
  return { oldId, newId };
}

/** Change types are flags in words: "edit", "rename", "edit, rename" … */
function statusOf(changeType: string): ChangedFile['status'] {
  const flags = changeType.toLowerCase().split(/,\s*/);
  if (flags.includes('delete')) return 'deleted';
  if (flags.includes('rename') || flags.includes('sourcerename') || flags.includes('targetrename'))
    return 'renamed';
  return flags.includes('add') || flags.includes('undelete') || flags.includes('branch')
    ? 'added'
    : 'modified';
}

function withoutSlash(path: string): string {
  return path.replace(/^\//, '');
}
