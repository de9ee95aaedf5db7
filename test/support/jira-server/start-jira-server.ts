import { type LookAlike, startLookAlike } from '../look-alike/start-look-alike.ts';
import { answerJira, type JiraWorld } from './jira-routes.ts';
import { FIELDS, type StoredIssue, TO_DO, TRANSITIONS } from './jira-state.ts';

export interface JiraServer extends LookAlike {
  readonly world: JiraWorld;
  /** Issues whose status is not done. */
  open(): readonly StoredIssue[];
  /** A copy as Jira's "Clone" makes it: fields and labels, no properties. */
  clone(issue: StoredIssue): void;
}

/** A Jira that keeps one project in memory, strict about what the real one is strict about. */
export async function startJiraServer(options: {
  readonly deployment: 'cloud' | 'data-center';
  /** The whole value of the authorization header that is accepted. */
  readonly authorization: string;
  readonly project?: string;
}): Promise<JiraServer> {
  const world: JiraWorld = {
    deployment: options.deployment,
    project: options.project ?? 'SHOP',
    issues: [],
    fields: FIELDS,
    transitions: TRANSITIONS,
    indexLagMs: 0,
    pageSize: 50,
    nextId: 10_001,
  };
  const version = options.deployment === 'cloud' ? '3' : '2';
  const lookAlike = await startLookAlike((request) => {
    const [rest, api, asked, ...path] = request.path.split('/').slice(1).map(decodeURIComponent);
    if (rest !== 'rest' || api !== 'api' || asked !== version) return { status: 404, text: 'Not here' };
    if (request.headers.authorization !== options.authorization) {
      return { status: 401, json: { errorMessages: ['Client must be authenticated'] } };
    }
    return answerJira(world, path, request);
  });
  return {
    ...lookAlike,
    world,
    open: () => world.issues.filter(({ status }) => status.category !== 'done'),
    clone(issue) {
      const id = String(world.nextId);
      world.nextId += 1;
      world.issues.push({
        ...structuredClone({ ...issue, properties: new Map(), links: new Map() }),
        id,
        key: `${world.project}-${Number(id) - 10_000}`,
        status: TO_DO,
      });
    },
  };
}
