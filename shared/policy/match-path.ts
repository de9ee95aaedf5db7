import { fits } from './match-rule.ts';

/**
 * Whether a path fits a pattern: `*` is any run of characters within a segment, `**` any number of segments. A pattern without a slash is
 * for a file's name anywhere, one that ends in a slash for everything below. At most (segments × segments of the pattern) steps.
 * @param fitsSegment whether a segment fits one of the pattern; left out, `*` alone has a meaning in it
 */
export function fitsPath(
  path: string,
  pattern: string,
  fitsSegment: (segment: string, part: string) => boolean = fits,
): boolean {
  const anywhere = pattern.includes('/') ? pattern : `**/${pattern}`;
  const whole = anywhere.endsWith('/') ? `${anywhere}**` : anywhere;
  const wanted = whole.replace(/^\.?\//, '').split('/');
  // reached[i]: the first i parts of the pattern fit the segments so far.
  let reached = new Set(skipping([0]));
  for (const segment of path.split('/')) {
    const next = [...reached].flatMap((at) => {
      const part = wanted[at];
      if (part === undefined) return [];
      if (part === '**') return [at];
      return fitsSegment(segment, part) ? [at + 1] : [];
    });
    reached = new Set(skipping(next));
  }
  return reached.has(wanted.length);

  /** `**` may also stand for no segment at all. */
  function skipping(at: readonly number[]): number[] {
    return at.flatMap((from) => {
      const ends = [from];
      for (let end = from; wanted[end] === '**'; end += 1) ends.push(end + 1);
      return ends;
    });
  }
}
