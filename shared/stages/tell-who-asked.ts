import type { CommandAsked } from '../contracts/command.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { RunFailed } from '../contracts/published.ts';
import type { Connections } from '../ports/connections.ts';
import type { StageContext } from '../ports/stage.ts';
import { markdownText } from '../reporting/markdown-text.ts';
import { answerCommand } from './answer-command.ts';
import { hearCommand } from './hear-command.ts';

/** Somebody waits for the answer to a command that failed for good; who may not command gets none here either. */
export async function tellWhoAsked(
  asked: CommandAsked,
  { code, message }: { readonly code: string; readonly message: Masked },
  connections: Connections,
  { signal, runId }: StageContext,
): Promise<RunFailed['told']> {
  const heard = await hearCommand(asked, connections, signal);
  if (heard.kind === 'ignored') return 'not-a-change';
  const answer = maskedText`Not done: \`${maskedName(code)}\` ${markdownText(message)} For the operator: \`${maskedName(runId)}\`; \`perf-agent dead-letters replay\` tries again.`;
  return (await answerCommand(heard, asked, answer, signal)) === 'refused' ? 'refused' : 'commented';
}
