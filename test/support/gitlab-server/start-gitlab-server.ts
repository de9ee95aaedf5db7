export {
  type GitlabServer,
  type NewMergeRequest,
  startGitlabServer,
} from '../../../apps/local/gitlab-look-alike/start-gitlab-server.ts';
