import type { LookAlikeReply, LookAlikeRequest } from '../serve-look-alike.ts';
import type { GithubState } from './github-state.ts';

/** Answers a list as GitHub pages it. */
export function pageOf(
  state: GithubState,
  items: readonly unknown[],
  { url }: LookAlikeRequest,
  wrap: (page: readonly unknown[]) => unknown = (page) => page,
): LookAlikeReply {
  const size = Math.min(state.longestPage, Number(url.searchParams.get('per_page') ?? 30));
  const page = Number(url.searchParams.get('page') ?? 1);
  const next = new URL(`${state.url}${url.pathname}${url.search}`);
  next.searchParams.set('page', String(page + 1));
  const last = page * size >= items.length;
  return {
    status: 200,
    value: wrap(items.slice((page - 1) * size, page * size)),
    headers: last ? {} : { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` },
  };
}
