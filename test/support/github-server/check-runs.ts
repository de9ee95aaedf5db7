import { type LookAlikeReply, type LookAlikeRequest, textValue } from '../serve-look-alike.ts';
import type { GithubCheckRun, GithubRepository, GithubState } from './github-state.ts';
import { pageOf } from './page-of.ts';

const MOST_ANNOTATIONS = 50;
const LONGEST_SUMMARY = 65_535;

/** Latest check run of each name, as `filter=latest` gives them. */
export function listCheckRuns(
  state: GithubState,
  repository: GithubRepository,
  sha: string,
  request: LookAlikeRequest,
): LookAlikeReply {
  const name = request.url.searchParams.get('check_name');
  const runs = repository.checkRuns.filter(
    (run) => run.head_sha === sha && (name === null || run.name === name),
  );
  const latest = [...new Map(runs.map((run) => [run.name, run])).values()];
  return pageOf(state, latest, request, (page) => ({ total_count: latest.length, check_runs: page }));
}

export function createCheckRun(
  state: GithubState,
  repository: GithubRepository,
  body: Readonly<Record<string, unknown>>,
): LookAlikeReply {
  const name = textValue(body['name']);
  const sha = textValue(body['head_sha']);
  if (name === undefined || sha === undefined) return invalid('name and head_sha are required');
  const run: GithubCheckRun = {
    id: state.nextId(),
    head_sha: sha,
    name,
    status: 'queued',
    conclusion: null,
    details_url: state.url,
    output: { title: null, summary: null, annotations_count: 0 },
  };
  const refused = apply(run, body);
  if (refused !== null) return refused;
  repository.checkRuns.push(run);
  return { status: 201, value: run };
}

export function updateCheckRun(
  repository: GithubRepository,
  id: number,
  body: Readonly<Record<string, unknown>>,
): LookAlikeReply {
  const run = repository.checkRuns.find((one) => one.id === id);
  if (run === undefined) return { status: 404, value: { message: 'Not Found' } };
  return apply(run, body) ?? { status: 200, value: run };
}

function apply(run: GithubCheckRun, body: Readonly<Record<string, unknown>>): LookAlikeReply | null {
  const output = Object(body['output']) as {
    readonly title?: string;
    readonly summary?: string;
    readonly annotations?: readonly unknown[];
  };
  const annotations = output.annotations ?? [];
  if (annotations.length > MOST_ANNOTATIONS) return invalid('No more than 50 annotations are allowed');
  if ((output.summary ?? '').length > LONGEST_SUMMARY)
    return invalid('Summary exceeds a maximum of 65535 characters');
  const conclusion = textValue(body['conclusion']);
  run.status = textValue(body['status']) ?? run.status;
  run.conclusion = run.status === 'completed' ? (conclusion ?? run.conclusion) : null;
  run.details_url = textValue(body['details_url']) ?? run.details_url;
  run.output = {
    title: output.title ?? run.output.title,
    summary: output.summary ?? run.output.summary,
    annotations_count: run.output.annotations_count + annotations.length,
  };
  return null;
}

function invalid(message: string): LookAlikeReply {
  return { status: 422, value: { message: 'Invalid request.', errors: [message] } };
}
