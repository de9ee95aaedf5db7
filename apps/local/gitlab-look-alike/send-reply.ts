import type { ServerResponse } from 'node:http';
import type { ApiReply } from './api-reply.ts';

/** Limits as gitlab.com prints them; the look-alike does not enforce them. */
function rateHeaders(): Record<string, string> {
  const reset = Math.ceil(Date.now() / 60_000) * 60;
  return {
    'ratelimit-limit': '2000',
    'ratelimit-observed': '1',
    'ratelimit-remaining': '1999',
    'ratelimit-reset': String(reset),
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...rateHeaders(), ...headers });
  response.end(JSON.stringify(value));
}

/** Writes a reply; lists get GitLab's offset pagination with its headers. */
export function sendReply(response: ServerResponse, reply: ApiReply, url: URL): void {
  switch (reply.kind) {
    case 'json':
      sendJson(response, reply.status, reply.value);
      return;
    case 'none':
      response.writeHead(reply.status, rateHeaders());
      response.end();
      return;
    case 'bytes':
      response.writeHead(200, { 'content-type': 'text/plain', ...rateHeaders() });
      response.end(reply.bytes);
      return;
    case 'list':
      sendPage(response, reply.items, url);
      return;
  }
}

function sendPage(response: ServerResponse, items: readonly unknown[], url: URL): void {
  const perPage = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 20)));
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1));
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const next = page < pages ? String(page + 1) : '';
  const link = new URL(url);
  link.searchParams.set('page', next);
  sendJson(response, 200, items.slice((page - 1) * perPage, page * perPage), {
    'x-page': String(page),
    'x-per-page': String(perPage),
    'x-next-page': next,
    'x-prev-page': page > 1 ? String(page - 1) : '',
    // Left out above 10,000 rows, as GitLab does.
    ...(items.length > 10_000 ? {} : { 'x-total': String(items.length), 'x-total-pages': String(pages) }),
    ...(next === '' ? {} : { link: `<${link.href}>; rel="next"` }),
  });
}
