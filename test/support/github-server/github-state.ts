/** What the look-alike keeps, in the words of GitHub's own replies. */
export interface GithubComment {
  readonly id: number;
  body: string;
  readonly html_url: string;
  readonly issue_url: string;
  readonly created_at: string;
  readonly user: { readonly id: number; readonly login: string; readonly type?: string };
  readonly performed_via_github_app: { readonly id: number } | null;
}

/** A comment on a line of the diff, which begins a conversation. */
export interface GithubReviewComment {
  readonly id: number;
  body: string;
  readonly path: string;
  readonly line: number;
  readonly commit_id: string;
  readonly user: { readonly id: number; readonly login: string; readonly type?: string };
  /** The comment that began the conversation, of a reply. */
  readonly in_reply_to_id?: number;
  readonly pull_request_url?: string;
  resolved: boolean;
}

/** A review's own words, above its comments on lines. */
export interface GithubReview {
  readonly id: number;
  readonly body: string;
  readonly submitted_at: string;
  readonly user: GithubReviewComment['user'];
  readonly pull_request_url: string;
}

export interface GithubStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string | null;
  readonly target_url: string | null;
}

export interface GithubCheckRun {
  readonly id: number;
  readonly head_sha: string;
  readonly name: string;
  status: string;
  conclusion: string | null;
  details_url: string | null;
  output: { title: string | null; summary: string | null; annotations_count: number };
}

export interface GithubFileItem {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly sha?: string;
  readonly patch?: string;
}

/** A commit of a pull request; `login` is null when its address belongs to nobody. */
export interface GithubCommit {
  readonly login: string | null;
  readonly email: string;
}

export interface GithubPull {
  readonly number: number;
  title: string;
  headSha: string;
  baseSha: string;
  targetBranch: string;
  /** Where the change branched off, when that is not the tip of the target branch. */
  mergeBaseSha: string | null;
  files: readonly GithubFileItem[];
  commits: readonly GithubCommit[];
  /** The plain diff of all of it; 406 when null, as for very large ones. */
  rawDiff: string | null;
  draft: boolean;
  fork: boolean;
  locked: boolean;
  state: 'open' | 'closed';
  merged: boolean;
  readonly comments: GithubComment[];
  readonly reviewComments: GithubReviewComment[];
  readonly reviews: GithubReview[];
}

export interface GithubRepository {
  readonly id: number;
  readonly fullName: string;
  readonly pulls: Map<number, GithubPull>;
  readonly statuses: GithubStatus[];
  readonly checkRuns: GithubCheckRun[];
  /** Content by `ref:path`. */
  readonly files: Map<string, string>;
  /** Tree ids by commit; a commit that is not in it has a tree of its own. */
  readonly trees: Map<string, string>;
  /** Paths that differ, by `from...to`. */
  readonly movements: Map<string, readonly string[]>;
  /** Login of who changed a file last, by `ref:path`. */
  readonly lastAuthors: Map<string, string>;
  /** What users may do, by login: admin, write or read. */
  readonly permissions: Map<string, string>;
  archived: boolean;
}

export interface GithubState {
  readonly repositories: Map<string, GithubRepository>;
  url: string;
  /** Pages are never longer, whatever is asked for; a short page is not the last one. */
  longestPage: number;
  /** Whether the connection may resolve conversations. */
  mayResolve: boolean;
  nextId(): number;
}

export const APP_ID = 4711;
export const BOT = { id: 7, login: 'perf-agent[bot]' };

export function createGithubState(): GithubState {
  let lastId = 1_000;
  return {
    repositories: new Map(),
    url: '',
    longestPage: 100,
    mayResolve: true,
    nextId: () => (lastId += 1),
  };
}

export function ensureRepository(state: GithubState, fullName: string): GithubRepository {
  const known = state.repositories.get(fullName.toLowerCase());
  if (known !== undefined) return known;
  const made: GithubRepository = {
    id: state.nextId(),
    fullName,
    pulls: new Map(),
    statuses: [],
    checkRuns: [],
    files: new Map(),
    trees: new Map(),
    movements: new Map(),
    lastAuthors: new Map(),
    permissions: new Map(),
    archived: false,
  };
  state.repositories.set(fullName.toLowerCase(), made);
  return made;
}
