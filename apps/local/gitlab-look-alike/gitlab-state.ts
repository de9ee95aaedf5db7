/** What the look-alike keeps, in the words of GitLab's own replies. */
export interface GitlabUser {
  readonly id: number;
  readonly username: string;
  readonly name: string;
}

export interface GitlabNote {
  readonly id: number;
  body: string;
  readonly author: GitlabUser;
  readonly created_at: string;
  updated_at: string;
  readonly system: boolean;
  /** Set on notes that stand on a line of the diff. */
  readonly line?: GitlabLine;
  /** Set on replies: the discussion that they are in. */
  readonly replyIn?: string;
}

/** Where a note stands, and whether its discussion is resolved. */
export interface GitlabLine {
  readonly discussion: string;
  readonly path: string;
  readonly newLine: number;
  readonly headSha: string;
  resolved: boolean;
}

export interface GitlabStatus {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly ref: string | null;
  status: string;
  description: string | null;
  target_url: string | null;
  readonly author: GitlabUser;
  readonly created_at: string;
}

/** A pipeline that a merge request has beside its branch: of merged results, or of a merge train. */
export interface GitlabPipeline {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly iid: number;
  /** Parents of its commit, which is on no branch. */
  readonly parents: readonly string[];
}

export interface GitlabDiffItem {
  readonly old_path: string;
  readonly new_path: string;
  readonly diff: string;
  readonly new_file?: boolean;
  readonly renamed_file?: boolean;
  readonly deleted_file?: boolean;
  readonly collapsed?: boolean;
  readonly too_large?: boolean;
}

export interface GitlabMergeRequest {
  readonly iid: number;
  title: string;
  sourceBranch: string;
  targetBranch: string;
  headSha: string | null;
  baseSha: string | null;
  author: GitlabUser;
  draft: boolean;
  fork: boolean;
  /** Whether the source branch is gone: statuses find no ref then. */
  branchGone: boolean;
  discussionLocked: boolean;
  state: 'opened' | 'closed' | 'merged';
  diffs: readonly GitlabDiffItem[];
  /** Who wrote its commits; no user name when the address belongs to nobody. */
  commits: readonly { readonly username: string | null; readonly email: string }[];
  readonly notes: GitlabNote[];
}

export interface GitlabIssue {
  readonly id: number;
  readonly iid: number;
  title: string;
  description: string;
  labels: string[];
  state: 'opened' | 'closed';
  readonly web_url: string;
  readonly created_at: string;
}

export interface GitlabProject {
  readonly id: number;
  readonly path: string;
  readonly mergeRequests: Map<number, GitlabMergeRequest>;
  readonly statuses: GitlabStatus[];
  readonly pipelines: GitlabPipeline[];
  readonly issues: GitlabIssue[];
  /** Content by `ref:path`. */
  readonly files: Map<string, string | Uint8Array>;
  /** What the root folder of a commit holds, in one word; a commit that is not in it has a folder of its own. */
  readonly code: Map<string, string>;
  /** User name of who changed a file last, by `ref:path`. */
  readonly lastAuthors: Map<string, string>;
  /** Paths that differ, by `from..to`. */
  readonly movements: Map<string, readonly string[]>;
  /** Access level of members by their id: 10 guest, 30 developer, 40 maintainer. */
  readonly members: Map<number, number>;
  /** Read only, as an archived project is. */
  archived: boolean;
}

export interface GitlabState {
  readonly projects: Map<string, GitlabProject>;
  /** The user that the accepted token belongs to. */
  readonly bot: GitlabUser;
  url: string;
  nextId(): number;
  now(): string;
}

export function createGitlabState(): GitlabState {
  let lastId = 1_000;
  return {
    projects: new Map(),
    bot: { id: 7, username: 'project_bot', name: 'PerfAgent' },
    url: '',
    nextId: () => (lastId += 1),
    now: () => new Date().toISOString(),
  };
}

/** Finds a project by path or number, as GitLab does. */
export function findProject(state: GitlabState, idOrPath: string): GitlabProject | undefined {
  const byPath = state.projects.get(idOrPath);
  if (byPath !== undefined || !/^\d+$/.test(idOrPath)) return byPath;
  return [...state.projects.values()].find((project) => project.id === Number(idOrPath));
}

export function ensureProject(state: GitlabState, path: string): GitlabProject {
  const known = state.projects.get(path);
  if (known !== undefined) return known;
  const project: GitlabProject = {
    id: state.nextId(),
    path,
    mergeRequests: new Map(),
    statuses: [],
    pipelines: [],
    issues: [],
    files: new Map(),
    code: new Map(),
    lastAuthors: new Map(),
    movements: new Map(),
    members: new Map(),
    archived: false,
  };
  state.projects.set(path, project);
  return project;
}
