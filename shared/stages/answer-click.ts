import * as z from 'zod';
import type { ApprovalStep } from '../contracts/approval.ts';
import { Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import type { StageContext, StageResult } from '../ports/stage.ts';
import type { ApprovePorts } from './approve-ports.ts';

/** What somebody who clicked in vain is told. In the raw vault, since an account is a person's. */
export const ClickAnswer = z.object({
  connection: z.string().max(60),
  account: z.string().max(200),
  words: Masked,
});
export type ClickAnswer = z.infer<typeof ClickAnswer>;

/** Where the answer of that hash lies. */
export function clickAnswerRef(runId: string, hash: string): string {
  return `approvals/${runId}/answers/${hash}.json`;
}

/** Tells one person why a click changed nothing. An answer that has left the raw vault is too late to be of use. */
export async function answerClick(
  ports: ApprovePorts,
  context: StageContext,
  hash: string,
): Promise<StageResult<ApprovalStep>> {
  const bytes = await ports.rawVault.take(clickAnswerRef(context.runId, hash), context.signal);
  if (bytes === null) return result('nothing');
  const answer = ClickAnswer.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const { approvals } = await ports.connections.get(answer.connection);
  if (approvals?.clicks === undefined) return result('nothing');
  await approvals.clicks.answer(answer.account, answer.words, context.signal);
  return result('answered');
}

function result(did: ApprovalStep['did']): StageResult<ApprovalStep> {
  return { output: { did, sequence: 0, reason: maskedText`A click that changed nothing.` }, emits: [] };
}
