/**
 * Hunks by new path from a plain unified diff (`/raw_diffs`), for files whose text the list of diffs withheld. Paths that git
 * quotes (with control characters or quotes) are left out: their file keeps no patch.
 */
export function patchesFromRawDiff(text: string): ReadonlyMap<string, string> {
  const patches = new Map<string, string>();
  for (const section of text.split(/^(?=diff --git )/m)) {
    const path = pathOf(section);
    const hunks = section.search(/^(@@ |Binary files |GIT binary patch)/m);
    if (path !== null && hunks !== -1) patches.set(path, section.slice(hunks));
  }
  return patches;
}

/** The path after the change: that of `+++ b/…`, for a deleted file that of `--- a/…`, for a binary file that of the heading. */
function pathOf(section: string): string | null {
  const head = section.slice(0, section.search(/^@@ /m) === -1 ? section.length : section.search(/^@@ /m));
  const after = /^\+\+\+ b\/(.+?)\t?$/m.exec(head) ?? /^--- a\/(.+?)\t?$/m.exec(head);
  if (after?.[1] !== undefined) return after[1];
  // Equal on both sides unless renamed, and a renamed binary file has no text to miss.
  const heading = /^diff --git a\/(.+) b\/\1$/m.exec(head);
  return heading?.[1] ?? null;
}
