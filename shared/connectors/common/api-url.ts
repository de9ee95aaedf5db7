import { PermanentError } from '../../errors/pipeline-error.ts';

export type Query = Readonly<Record<string, string | number>>;

/**
 * Address below `root`, one element of `path` a segment, each encoded, so that a name with a slash stays one segment.
 * @throws PermanentError(`INPUT_INVALID`) for a name that would lead elsewhere
 */
export function apiUrl(root: string, path: readonly (string | number)[], query: Query): URL {
  const segments = path.map((segment) => {
    const text = String(segment);
    // URL parsers resolve "." and ".." even when encoded, which would leave the intended path.
    if (text === '' || /^\.{1,2}$/.test(text)) {
      throw new PermanentError(
        'INPUT_INVALID',
        `"${text}" cannot be the name of a project, repository, branch or file.`,
      );
    }
    // Ids come out of replies, and half a character cannot be encoded.
    return encodeURIComponent(text.toWellFormed());
  });
  const url = new URL(`${root}/${segments.join('/')}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}
