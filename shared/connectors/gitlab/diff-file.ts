import type { DiffFile } from '../../ports/change-host.ts';
import * as z from 'zod';
import { countLines } from '../common/count-lines.ts';

/** One item of `/merge_requests/:iid/diffs`, the fields that are used. */
export const GitlabDiff = z.object({
  old_path: z.string(),
  new_path: z.string(),
  diff: z.string().nullish(),
  new_file: z.boolean(),
  renamed_file: z.boolean(),
  deleted_file: z.boolean(),
  collapsed: z.boolean().nullish(),
  too_large: z.boolean().nullish(),
});
export type GitlabDiff = z.infer<typeof GitlabDiff>;

/** Our words for one changed file. `patch` replaces the text that GitLab withheld, when it could be had elsewhere. */
export function diffFileFrom(item: GitlabDiff, patch: string | null = patchOf(item)): DiffFile {
  const binary = patch !== null && /^(Binary files .* differ|GIT binary patch)/m.test(firstLines(patch));
  const text = binary ? null : patch;
  return {
    path: item.new_path,
    previousPath: item.old_path === item.new_path ? null : item.old_path,
    status: binary ? 'binary' : statusOf(item),
    ...countLines(text ?? ''),
    patch: text,
  };
}

/** Whether GitLab held the text back, so that another way has to be tried. */
export function isWithheld(item: GitlabDiff): boolean {
  return (item.collapsed === true || item.too_large === true) && (item.diff ?? '') === '';
}

function patchOf(item: GitlabDiff): string | null {
  return isWithheld(item) || item.diff === undefined ? null : item.diff;
}

function statusOf(item: GitlabDiff): DiffFile['status'] {
  if (item.new_file) return 'added';
  if (item.deleted_file) return 'deleted';
  return item.renamed_file ? 'renamed' : 'modified';
}

function firstLines(patch: string): string {
  return patch.slice(0, 2_000).split('\n').slice(0, 3).join('\n');
}
