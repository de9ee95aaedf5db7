import type { ServerResponse } from 'node:http';
import { findProject, type GitlabState } from './gitlab-state.ts';

/** A plain page of a merge request with its comments, so that the address of a comment opens in a browser. */
export function mergeRequestPage(state: GitlabState, pathname: string, response: ServerResponse): void {
  const [, path, iid] = /^\/(.+)\/-\/merge_requests\/(\d+)$/.exec(decodeURI(pathname)) ?? [];
  const mr = findProject(state, path ?? '')?.mergeRequests.get(Number(iid));
  if (mr === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('Not found\n');
    return;
  }
  const notes = mr.notes.map(
    (note) =>
      `<article id="note_${note.id}"><b>${escape(note.author.name)}</b><pre>${escape(note.body)}</pre></article>`,
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><title>!${mr.iid}</title><h1>${escape(mr.title)}</h1><p>${mr.state}</p>${notes.join('')}`,
  );
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
