import { PermanentError } from '../../errors/pipeline-error.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Path of a repository's API below the organisation. A repository is `Project/Repository` in our words, or its id alone.
 * @throws PermanentError(`INPUT_INVALID`)
 */
export function repositoryPath(project: string): readonly string[] {
  const api = ['_apis', 'git', 'repositories'];
  if (GUID.test(project)) return [...api, project];
  const [team, repository, ...rest] = project.split('/');
  if (team !== undefined && repository !== undefined && rest.length === 0) return [team, ...api, repository];
  throw new PermanentError(
    'INPUT_INVALID',
    `"${project}" is no repository of Azure DevOps; write Project/Repository.`,
  );
}
