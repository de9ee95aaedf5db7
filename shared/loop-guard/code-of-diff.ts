import { createHash } from 'node:crypto';
import { patchIdOfDiff } from './patch-id.ts';

/** One changed file as a code host tells it. */
export interface ChangedText {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'binary';
  readonly additions: number;
  readonly deletions: number;
  /** Unified hunks; null when the host withholds them. */
  readonly patch: string | null;
}

/** Files in which white space at the start of a line is part of the program. */
const INDENTED =
  /(^|\/)(Makefile|.*\.(py|pyi|ya?ml|mk|pug|haml|slim|sass|styl|coffee|nim|fs|fsx|hs|elm|gd))$/i;

/**
 * What a change does, whatever it stands on: its patch id, and in files whose indentation means something a hash of the lines as they are.
 * Modes and the likeness of renamed files are left out, since hosts do not tell them alike.
 * @returns null when a text is missing, since nobody could say then that two changes are the same
 */
export function patchOfFiles(files: readonly ChangedText[], truncated: boolean): string | null {
  if (truncated || files.length === 0 || files.some(isWithheld)) return null;
  const diffs = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => ({ file, diff: diffOf(file) }));
  const id = patchIdOfDiff(diffs.map(({ diff }) => diff).join(''));
  const indented = diffs.filter(({ file }) => INDENTED.test(file.path)).map(({ diff }) => changedLines(diff));
  if (id === null || indented.length === 0) return id;
  return `${id}-${createHash('sha256').update(indented.join('\0')).digest('hex').slice(0, 16)}`;
}

/** Without its text, a file is known only when it was moved as it is, or when there is nothing in it. */
function isWithheld({ status, patch, additions, deletions }: ChangedText): boolean {
  if (status === 'binary') return true;
  return patch === null && (additions + deletions > 0 || status === 'modified' || status === 'deleted');
}

function diffOf({ path, previousPath, status, patch }: ChangedText): string {
  const before = previousPath ?? path;
  const heading = [
    `diff --git a/${before} b/${path}`,
    ...(status === 'added' ? ['new file mode 100644'] : []),
    ...(status === 'deleted' ? ['deleted file mode 100644'] : []),
    ...(status === 'renamed' ? [`rename from ${before}`, `rename to ${path}`] : []),
  ];
  const sides = [
    `--- ${status === 'added' ? '/dev/null' : `a/${before}`}`,
    `+++ ${status === 'deleted' ? '/dev/null' : `b/${path}`}`,
  ];
  const hunks = patch === null || patch === '' ? [] : [...sides, patch.replace(/\n$/, '')];
  return `${[...heading, ...hunks].join('\n')}\n`;
}

/** The lines with their white space, without line numbers. */
function changedLines(diff: string): string {
  return diff
    .split('\n')
    .filter((line) => !line.startsWith('@@ '))
    .join('\n');
}
