/** What the look-alike keeps, in the words of Azure DevOps' own replies. */
export interface AdoThread {
  readonly id: number;
  status: string;
  isDeleted: boolean;
  /** Set on threads that stand on a line of the diff. */
  readonly threadContext?: { readonly filePath: string; readonly rightFileStart: { readonly line: number } };
  readonly comments: {
    readonly id: number;
    content: string | null;
    isDeleted: boolean;
    readonly author: { readonly id: string; readonly displayName: string };
  }[];
}

export interface AdoStatus {
  readonly id: number;
  readonly sha: string | null;
  readonly state: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly iterationId: number | null;
  readonly context: { readonly name: string; readonly genre: string };
}

export interface AdoChange {
  readonly changeType: string;
  readonly path: string;
  readonly originalPath?: string;
  /** Content of each side; undefined: none. */
  readonly before?: string | Uint8Array;
  readonly after?: string | Uint8Array;
  /** Whether the reply leaves out the id of the old object, as some versions do. */
  readonly hidesOldId?: boolean;
}

export interface AdoPerson {
  readonly name: string;
  readonly email: string;
}

export interface AdoIteration {
  readonly id: number;
  readonly createdDate: string;
  readonly reason: 'push' | 'retarget';
  readonly sourceRefCommit: { readonly commitId: string };
  readonly commonRefCommit: { readonly commitId: string };
}

export interface AdoPullRequest {
  readonly pullRequestId: number;
  title: string;
  status: 'active' | 'completed' | 'abandoned';
  isDraft: boolean;
  fork: boolean;
  targetBranch: string;
  author: string;
  changes: readonly AdoChange[];
  /** Who wrote its commits, in git's own words. */
  commits: readonly AdoPerson[];
  readonly iterations: AdoIteration[];
  readonly threads: AdoThread[];
  readonly statuses: AdoStatus[];
}

export interface AdoRepository {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  readonly pullRequests: Map<number, AdoPullRequest>;
  readonly commitStatuses: AdoStatus[];
  /** Content by `version:/path`. */
  readonly files: Map<string, string | Uint8Array>;
  readonly blobs: Map<string, string | Uint8Array>;
  /** Address of who changed a file last, by `ref:/path`. */
  readonly lastAuthors: Map<string, string>;
  /** Tree ids by commit; a commit that is not in it has a tree of its own. */
  readonly trees: Map<string, string>;
  /** Paths that differ, by `from..to`. */
  readonly movements: Map<string, readonly string[]>;
  /** Effective permission bits of identities, by id. */
  readonly permissions: Map<string, number>;
  /** Read only. */
  isDisabled: boolean;
}

export interface AdoState {
  /** Display names of the organisation's users by their address. */
  readonly users: Map<string, string>;
  readonly repositories: AdoRepository[];
  url: string;
  /** Lists are never longer; the rest is behind a continuation token or `nextSkip`. */
  longestPage: number;
  nextId(): number;
}

export const BOT = { id: '6f168adb-59d4-4fc0-be3b-fb21b939b2a6', displayName: 'PerfAgent' };
export const SOMEBODY = { id: 'd6245f20-2af8-44f4-9451-8107cb2767db', displayName: 'Jane' };

export function createAdoState(): AdoState {
  let lastId = 1_000;
  return { users: new Map(), repositories: [], url: '', longestPage: 100, nextId: () => (lastId += 1) };
}

/** Finds by `Project/Repository`, names in any case, or by id; makes it when a name is new. */
export function ensureRepository(state: AdoState, project: string): AdoRepository {
  const known = findRepository(state, project);
  if (known !== undefined) return known;
  const [team = '', name = ''] = project.split('/');
  const id = `3411ebc1-d5aa-464f-9615-${String(state.nextId()).padStart(12, '0')}`;
  const made: AdoRepository = {
    id,
    team,
    name,
    pullRequests: new Map(),
    commitStatuses: [],
    files: new Map(),
    blobs: new Map(),
    trees: new Map(),
    movements: new Map(),
    lastAuthors: new Map(),
    permissions: new Map(),
    isDisabled: false,
  };
  state.repositories.push(made);
  return made;
}

export function findRepository(state: AdoState, project: string): AdoRepository | undefined {
  const wanted = project.toLowerCase();
  return state.repositories.find(
    ({ id, team, name }) => id === wanted || `${team}/${name}`.toLowerCase() === wanted,
  );
}

/** A new head is a new iteration, and so is another target branch. */
export function pushIteration(
  iterations: AdoPullRequest['iterations'],
  headSha: string,
  baseSha: string,
  at: Date,
  isRetargeted: boolean,
): void {
  const isPushed = iterations.at(-1)?.sourceRefCommit.commitId !== headSha;
  if (!isPushed && !isRetargeted) return;
  iterations.push({
    id: iterations.length + 1,
    createdDate: at.toISOString(),
    reason: isPushed ? 'push' : 'retarget',
    sourceRefCommit: { commitId: headSha },
    commonRefCommit: { commitId: baseSha },
  });
}
