import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ApprovalClaims, ApprovalLinks } from '../../ports/approval-links.ts';

const FORM_SECONDS = 1_800;
const SIGNED = ['scope', 'person', 'decision', 'nonce', 'expires'] as const;

/** HMAC-SHA-256 over all that a link claims; nothing is kept. The first line keeps these apart from other links under the same key. */
export function createApprovalLinks(publicUrl: string, key: string): ApprovalLinks {
  const mac = (...parts: readonly (string | number)[]): string =>
    createHmac('sha256', key)
      .update(JSON.stringify(['approval', ...parts]))
      .digest('base64url');
  const signatureOf = (runId: string, query: URLSearchParams): string =>
    mac('link', runId, ...SIGNED.map((name) => query.get(name) ?? ''));
  const formMac = (url: URL, at: number): string => mac('form', url.searchParams.get('signature') ?? '', at);

  return {
    url({ runId, scope, nonce }, expiresAt) {
      const query = new URLSearchParams({ scope: scope.kind });
      if (scope.kind === 'decide') {
        query.set('person', scope.person);
        query.set('decision', scope.decision);
      }
      query.set('nonce', nonce);
      query.set('expires', String(Math.floor(expiresAt.getTime() / 1_000)));
      query.set('signature', signatureOf(runId, query));
      return `${publicUrl}/api/v1/approvals/${runId}/page?${query.toString()}`;
    },
    verify({ searchParams: query }, runId, now) {
      const isRepeated = [...SIGNED, 'signature'].some((name) => query.getAll(name).length > 1);
      if (isRepeated || !equal(query.get('signature') ?? '', signatureOf(runId, query))) return null;
      if (Number(query.get('expires')) * 1_000 < now.getTime()) return null;
      return claimsOf(runId, query);
    },
    formToken(url, now) {
      const at = Math.floor(now.getTime() / 1_000);
      return `${at}.${formMac(url, at)}`;
    },
    isFormToken(token, url, now) {
      const at = Number(/^(\d{1,12})\./.exec(token)?.[1] ?? Number.NaN);
      const age = now.getTime() / 1_000 - at;
      return age >= -1 && age <= FORM_SECONDS && equal(token, `${at}.${formMac(url, at)}`);
    },
  };
}

function claimsOf(runId: string, query: URLSearchParams): ApprovalClaims | null {
  const nonce = query.get('nonce') ?? '';
  if (query.get('scope') === 'page') return { runId, scope: { kind: 'page' }, nonce };
  const decision = query.get('decision');
  const person = query.get('person');
  if (person === null || (decision !== 'approve' && decision !== 'reject')) return null;
  return { runId, scope: { kind: 'decide', person, decision }, nonce };
}

function equal(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
