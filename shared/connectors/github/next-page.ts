import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * Address of the next page from a `Link` header (RFC 8288). GitHub asks to follow it and not to compute it.
 * @returns null on the last page
 * @throws PermanentError(`REMOTE_REPLY_INVALID`) when it leads to another origin, since the token would go there
 */
export function nextPage(link: string | undefined, root: string): URL | null {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (!/;\s*rel="?next"?(\s*[;,]|\s*$)/i.test(parameters)) continue;
    const url = URL.canParse(target, root) ? new URL(target, root) : null;
    if (url !== null && url.origin === new URL(root).origin) return url;
    throw new PermanentError(
      'REMOTE_REPLY_INVALID',
      'The next page of a list is said to be on another host, where the token must not go.',
    );
  }
  return null;
}
