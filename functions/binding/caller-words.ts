import type { Caller } from '../../shared/access/caller.ts';
import { accessOf, type RouteName } from '../../shared/access/route-access.ts';

/** Attributes of a request's span that say who asked; an id of a key or of a token's subject names no person and opens nothing. */
export function callerAttributes({ kind, id, tenant }: Caller): Readonly<Record<string, string>> {
  return { 'perf_agent.caller.kind': kind, 'perf_agent.caller.id': id, 'perf_agent.tenant': tenant };
}

/**
 * The log line of an answered request: who asked, for what, and what became of it. Null for doors that the request itself opens (webhooks, links),
 * where nobody is known.
 */
export function answeredLine(
  route: RouteName,
  caller: Caller | null,
  answer: { readonly method: string; readonly status: number; readonly traceparent: string | null },
): string | null {
  const { opens } = accessOf(route);
  if (opens === 'signature' || opens === 'link') return null;
  const who =
    caller === null ? { caller: null } : { caller: caller.id, kind: caller.kind, tenant: caller.tenant };
  const isRefused = [401, 403, 429].includes(answer.status);
  const level = isRefused ? 'warn' : 'info';
  return JSON.stringify({
    level,
    message: isRefused ? 'request refused' : 'request answered',
    route,
    ...answer,
    ...who,
  });
}
