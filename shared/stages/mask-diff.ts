import type { Masked } from '../contracts/masked.ts';
import { joinMasked, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { ChangeHost, DiffFile } from '../ports/change-host.ts';
import { maskPath } from '../masking/mask-path.ts';
import type { Masker } from '../ports/masker.ts';

const MOST_CHARACTERS = 100_000;

/** What stands in a plan whose change has no diff to read. */
export const NO_DIFF: Plan['diff'] = { files: [], truncated: false, text: null };

/** Raw diff → masked diff, bounded; files whose text does not fit any more keep their line counts. */
export function maskDiff(diff: Awaited<ReturnType<ChangeHost['fetchDiff']>>, masker: Masker): Plan['diff'] {
  const texts: Masked[] = [];
  let characters = 0;
  let truncated = diff.truncated;
  const files = diff.files.map((file) => {
    const { additions, deletions, status, previousPath } = file;
    const path = maskPath(file.path, masker);
    const renamed = previousPath === null ? {} : { previousPath: maskPath(previousPath, masker) };
    const listed = { path, additions, deletions, status, ...renamed };
    const text = patchText(file, path, masker);
    // A binary file has no text to lose.
    if (text === null) return listed;
    if (characters + text.length <= MOST_CHARACTERS) {
      texts.push(text);
      characters += text.length;
    } else {
      truncated = true;
    }
    return listed;
  });
  return { files, truncated, text: texts.length === 0 ? null : joinMasked(texts, maskedText`\n`) };
}

function patchText(file: DiffFile, path: Masked, masker: Masker): Masked | null {
  if (file.patch === null) return null;
  return maskedText`--- ${path}\n${masker.mask(file.patch)}`;
}
