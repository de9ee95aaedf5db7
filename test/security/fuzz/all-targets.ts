import { ANSWER_TARGETS } from './answer-targets.ts';
import { azureDevopsRemote, githubRemote, gitlabRemote } from './code-hosts.ts';
import { doorTargets } from './door-targets.ts';
import { jiraRemote, slackRemote, teamsRemote, vaultRemote } from './other-remotes.ts';
import { PARSER_TARGETS } from './parser-targets.ts';
import { replyTargets } from './reply-targets.ts';
import type { Target } from './target.ts';
import { WEBHOOK_TARGETS } from './webhook-targets.ts';

const REMOTES = [
  gitlabRemote,
  () => githubRemote('token'),
  () => githubRemote('app'),
  azureDevopsRemote,
  () => jiraRemote('cloud'),
  () => jiraRemote('data-center'),
  slackRemote,
  teamsRemote,
  vaultRemote,
] as const;

/** Everything of the product that reads what strangers wrote: files, webhooks, doors, and what each system that is asked may answer. */
export async function allTargets(): Promise<readonly Target[]> {
  const replies: Target[] = [];
  for (const start of REMOTES) replies.push(...(await replyTargets(start)));
  return [...PARSER_TARGETS, ...WEBHOOK_TARGETS, ...ANSWER_TARGETS, ...(await doorTargets()), ...replies];
}
