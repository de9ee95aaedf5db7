import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { describeIssues } from '../../errors/describe-issues.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ApprovalClick, ApprovalClicks } from '../../ports/approval-desk.ts';
import type { InboundRequest } from '../../ports/change-host.ts';
import type { ConnectorKit } from '../../ports/connector.ts';
import { equalInConstantTime } from '../common/equal-in-constant-time.ts';
import { APPROVE_ACTION, REASON_BLOCK, REJECT_ACTION } from './message-from-approval.ts';

/** Slack's own advice: older than five minutes is a replay. */
const TOLERANCE_SECONDS = 300;

/** What is used of a `block_actions` payload. */
const SlackClick = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().min(1).max(40) }),
  channel: z.object({ id: z.string().max(40) }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(300),
        value: z.string().max(2_000).nullish(),
        action_ts: z.string().max(40),
      }),
    )
    .min(1)
    .max(25),
  state: z
    .object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    })
    .nullish(),
});
type SlackClick = z.infer<typeof SlackClick>;

/** Clicks on our buttons, signed by Slack: `v0=` HMAC-SHA-256 over `v0:<timestamp>:<raw body>`. */
export function createClicks(
  signingSecret: string,
  channel: string,
  kit: ConnectorKit,
): Pick<ApprovalClicks, 'verify' | 'parse'> {
  return {
    async verify({ headers, body }) {
      const timestamp = headers['x-slack-request-timestamp'] ?? '';
      const signature = headers['x-slack-signature'] ?? '';
      if (!/^\d{1,12}$/.test(timestamp) || !signature.startsWith('v0=')) return false;
      const age = Math.abs(kit.clock.now().getTime() / 1_000 - Number(timestamp));
      if (age > TOLERANCE_SECONDS) return false;
      const secret = (await kit.secret(signingSecret)).trim();
      if (secret === '') return false;
      const mac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
      return equalInConstantTime(signature, `v0=${mac}`);
    },
    parse: (request) => clickFrom(payloadOf(request), channel),
  };
}

function payloadOf({ body }: InboundRequest): unknown {
  const payload = new URLSearchParams(new TextDecoder().decode(body)).get('payload');
  if (payload === null) throw new PermanentError('INPUT_INVALID', 'The form has no field "payload".');
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', 'The field "payload" is not JSON.', { cause: error });
  }
}

/** Other interactions of the same app, and buttons of others, are none of ours. */
function clickFrom(payload: unknown, channel: string): ApprovalClick | null {
  if (typeof payload !== 'object' || payload === null || !('type' in payload)) {
    throw new PermanentError('INPUT_INVALID', 'The payload has no "type".');
  }
  if (payload.type !== 'block_actions') return null;
  const parsed = SlackClick.safeParse(payload);
  if (!parsed.success) throw new PermanentError('INPUT_INVALID', describeIssues(parsed.error));
  const { user, actions, state, channel: where } = parsed.data;
  const ours = actions.find(({ action_id: id }) => id === APPROVE_ACTION || id === REJECT_ACTION);
  if (ours === undefined || where?.id !== channel) return null;
  const { value, action_id: action, action_ts: at } = ours;
  if (!/^run-[0-9a-f]{24}$/.test(value ?? '')) {
    throw new PermanentError('INPUT_INVALID', 'The value of the button is no run id.');
  }
  return {
    runId: value ?? '',
    decision: action === APPROVE_ACTION ? 'approve' : 'reject',
    account: user.id,
    reason: reasonOf(state),
    key: `slack:${user.id}:${at}:${action}`,
  };
}

function reasonOf(state: SlackClick['state']): string {
  return state?.values[REASON_BLOCK]?.[REASON_BLOCK]?.value ?? '';
}
