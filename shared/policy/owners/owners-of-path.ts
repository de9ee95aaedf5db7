import { fitsPath } from '../match-path.ts';
import type { CodeOwnersSyntax, OwnerRule, OwnerSection } from './parse-code-owners.ts';

/** Owners of a file, as written: in each section by the last rule that fits, those of all sections together. */
export function ownersOfPath(
  sections: readonly OwnerSection[],
  path: string,
  syntax: CodeOwnersSyntax,
): readonly string[] {
  const found = sections.flatMap(({ owners, rules }) => {
    const fitting = rules.filter((rule) => isFor(rule, path, syntax));
    const last = fitting.at(-1);
    if (last === undefined || fitting.some(({ excludes }) => excludes)) return [];
    return last.owners.length > 0 ? last.owners : owners;
  });
  return [...new Set(found)];
}

function isFor({ pattern }: OwnerRule, path: string, syntax: CodeOwnersSyntax): boolean {
  return patternsOf(pattern, syntax).some((one) => fitsPath(path, one, fitsSegment));
}

/**
 * A pattern as paths from the root. GitHub reads it as `.gitignore` does: a slash within it ties it to the root, and a folder means all that
 * is in it, but for a last `*`, which is for files directly there. GitLab ties a pattern to the root only by a slash in front, and a folder
 * needs one behind.
 */
function patternsOf(pattern: string, syntax: CodeOwnersSyntax): readonly string[] {
  const within = pattern.replace(/^\//, '');
  const isTied = pattern.startsWith('/') || (syntax === 'github' && within.slice(0, -1).includes('/'));
  const whole = isTied ? `./${within}` : `**/${within}`;
  if (whole.endsWith('/')) return [whole];
  return syntax === 'gitlab' || /(^|\/)\*$/.test(within) ? [whole] : [whole, `${whole}/**`];
}

/** A segment of a path against one of a pattern: `*` any run of signs, `?` one. Goes back to the last `*` alone, so at most n·m steps. */
function fitsSegment(segment: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let from = 0;
  while (at < segment.length) {
    const sign = pattern[wanted];
    if (sign === '*') {
      star = wanted;
      from = at;
      wanted += 1;
    } else if (sign === '?' || sign === segment[at]) {
      at += 1;
      wanted += 1;
    } else {
      if (star < 0) return false;
      from += 1;
      at = from;
      wanted = star + 1;
    }
  }
  return /^\**$/.test(pattern.slice(wanted));
}
