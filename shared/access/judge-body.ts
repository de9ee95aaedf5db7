import type { RouteAccess } from './route-access.ts';

type Headers = Readonly<Record<string, string>>;

/** Why a body of this description is not taken, in words; null: it is. Answered with 415. */
export function judgeBody({ takes }: RouteAccess, headers: Headers): string | null {
  if (takes === 'none') return null;
  const type = mediaTypeOf(headers['content-type'] ?? '');
  const packing = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (takes === 'any') {
    if (type.startsWith('multipart/')) return 'Send the file itself as the body (--data-binary), not a form.';
    return ['identity', 'gzip'].includes(packing) ? null : 'content-encoding: gzip, or none';
  }
  if (packing !== 'identity') return 'content-encoding: this takes no packed body';
  return takes.includes(type) ? null : `content-type: this takes ${takes.join(' or ')}`;
}

/** The media type without its parameters, in lower case. */
function mediaTypeOf(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}
