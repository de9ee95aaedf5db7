import * as z from 'zod';
import type { ChangeHost, StatusAnnotation } from '../../ports/change-host.ts';
import { MEASURE_AGAIN } from './check-result.ts';
import type { GithubApi } from './github-api.ts';
import { inertText } from './inert-text.ts';

type Status = Parameters<ChangeHost['ensureStatus']>[0];

const CheckRun = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  details_url: z.string().nullish(),
  output: z.object({ title: z.string().nullish(), summary: z.string().nullish() }).nullish(),
});
type CheckRun = z.infer<typeof CheckRun>;

/** Documented limits: characters of title and summary, annotations of one request. */
const LONGEST_TITLE = 255;
const LONGEST_SUMMARY = 65_535;
const ANNOTATIONS_AT_ONCE = 50;
const MOST_ANNOTATIONS = 500;
const LONGEST_MESSAGE = 10_000;

/**
 * Check run under a fixed name, for Apps. One that is still open, or that says what is wanted, is kept; a finished one that
 * says something else is followed by a new one, as a re-run is. Annotations go in portions, since GitHub takes 50 at once.
 */
export async function ensureCheckRun(
  api: GithubApi,
  name: string,
  status: Status,
  signal: AbortSignal,
): Promise<void> {
  const { project, sha } = status;
  const title = status.description.slice(0, LONGEST_TITLE);
  const summary = inertText(status.summary ?? status.description).slice(0, LONGEST_SUMMARY);
  const annotations = (status.annotations ?? []).slice(0, MOST_ANNOTATIONS).map(annotationFrom);
  const state =
    status.state === 'pending'
      ? { status: 'in_progress' }
      : { status: 'completed', conclusion: status.state === 'success' ? 'success' : 'failure' };
  // GitHub itself offers "Re-run" for failed checks alone.
  const actions = state.status === 'completed' ? { actions: [MEASURE_AGAIN] } : {};

  const existing = await newest(api, project, sha, name, signal);
  if (existing !== null && says(existing, state, title, summary, status.url)) return;
  const firstPart = annotations.slice(0, ANNOTATIONS_AT_ONCE);
  const body = {
    name,
    ...state,
    ...actions,
    ...(status.url === null ? {} : { details_url: status.url }),
    output: { title, summary, ...(firstPart.length === 0 ? {} : { annotations: firstPart }) },
  };
  const reuse = existing !== null && existing.status !== 'completed';
  const { id } = reuse
    ? await api.send('PATCH', project, ['check-runs', existing.id], body, CheckRun, signal)
    : await api.send('POST', project, ['check-runs'], { ...body, head_sha: sha }, CheckRun, signal);
  for (let at = ANNOTATIONS_AT_ONCE; at < annotations.length; at += ANNOTATIONS_AT_ONCE) {
    const part = annotations.slice(at, at + ANNOTATIONS_AT_ONCE);
    const output = { title, summary, annotations: part };
    await api.send('PATCH', project, ['check-runs', id], { output }, z.unknown(), signal);
  }
}

async function newest(
  api: GithubApi,
  project: string,
  sha: string,
  name: string,
  signal: AbortSignal,
): Promise<CheckRun | null> {
  const query = { check_name: name, filter: 'latest' };
  const list = { item: CheckRun, within: 'check_runs', mostPages: 1 };
  let found: CheckRun | null = null;
  for await (const run of api.list(project, ['commits', sha, 'check-runs'], query, list, signal)) {
    if (run.name === name && (found === null || run.id > found.id)) found = run;
  }
  return found;
}

function says(
  run: CheckRun,
  state: { readonly status: string; readonly conclusion?: string },
  title: string,
  summary: string,
  url: string | null,
): boolean {
  return (
    run.status === state.status &&
    (run.conclusion ?? undefined) === state.conclusion &&
    (run.output?.title ?? '') === title &&
    (run.output?.summary ?? '').trim() === summary.trim() &&
    // GitHub puts an address of its own where none was given.
    (url === null || run.details_url === url)
  );
}

function annotationFrom(one: StatusAnnotation) {
  return {
    path: one.path,
    start_line: one.startLine,
    end_line: one.endLine,
    annotation_level: one.level,
    title: one.title.slice(0, LONGEST_TITLE),
    message: one.message.slice(0, LONGEST_MESSAGE),
  };
}
