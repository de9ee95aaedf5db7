import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReportLinks } from '../../ports/report-links.ts';

/** HMAC-SHA-256 over reference and expiry; nothing is kept, so links survive restarts and work on every instance. */
export function createReportLinks(publicUrl: string, key: string): ReportLinks {
  const sign = (ref: string, expires: number): string =>
    createHmac('sha256', key).update(`report\n${ref}\n${expires}`).digest('base64url');
  return {
    url(ref, expiresAt) {
      const expires = Math.floor(expiresAt.getTime() / 1_000);
      return `${publicUrl}/api/v1/${ref}?expires=${expires}&signature=${sign(ref, expires)}`;
    },
    verify(ref, url, now) {
      const expires = Number(url.searchParams.get('expires') ?? '');
      if (!Number.isInteger(expires) || expires * 1_000 < now.getTime()) return false;
      const given = Buffer.from(url.searchParams.get('signature') ?? '');
      const wanted = Buffer.from(sign(ref, expires));
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
