import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { sha256 } from '../audit/sha256.ts';
import { callerName } from '../access/caller-name.ts';
import { approvalView } from '../approval/approval-view.ts';
import type { Refusal } from '../approval/judge-word.ts';
import { PersonId } from '../contracts/approval-need.ts';
import type { ApprovalWord } from '../contracts/approval.ts';
import { RunId } from '../contracts/envelope.ts';
import { plainText } from '../contracts/names.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { readApproval } from '../stages/approval-log.ts';
import { type Door, json, problem } from './door.ts';
import { hearWord, type HearPorts } from './hear-word.ts';
import { type IdentityPorts, isPersonsCode } from './identify-person.ts';
import { jsonOf, readBody } from './read-body.ts';

const MOST_BYTES = 16 * 1024;
const MOST_LISTED = 200;
const STATUSES = ['waiting', 'approved', 'rejected', 'expired', 'superseded'] as const;

/** Body of `POST /api/v1/approvals/{runId}/words`. */
export const ApprovalRequest = z.strictObject({
  word: z.enum(['approve', 'reject', 'delegate', 'revoke']),
  /** Person of the policy who speaks, proved by the code. */
  by: PersonId,
  code: z.string().min(1).max(500),
  /** Whom a right goes to; for `delegate` only. */
  to: PersonId.optional(),
  reason: z.string().max(1_000).default(''),
  /** The same again is the same word. */
  key: plainText(100).optional(),
  via: z.enum(['api', 'command-line']).default('api'),
});
type ApprovalRequest = z.infer<typeof ApprovalRequest>;

interface ReadPorts {
  readonly tenant: string;
  readonly index: RunIndex;
  readonly artifacts: ArtifactStore;
}

/** `GET /api/v1/approvals?status=&limit=`: newest first. */
export function listApprovals({ tenant, index }: ReadPorts): Door {
  return async ({ url, signal }) => {
    const limit = Number(url.searchParams.get('limit') ?? '50');
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
      return problem(400, 'INPUT_INVALID', `limit: a whole number from 1 to ${MOST_LISTED}`);
    }
    const wanted = url.searchParams.get('status');
    const status = STATUSES.find((known) => known === wanted);
    if (wanted !== null && status === undefined) {
      return problem(400, 'INPUT_INVALID', `status: one of ${STATUSES.join(', ')}`);
    }
    const query = { tenant, limit, ...(status === undefined ? {} : { status }) };
    return json(200, { approvals: await index.listApprovals(query, signal) });
  };
}

/** `GET /api/v1/approvals/{runId}`: who was asked, who said what, how it stands. */
export function showApproval({ tenant, artifacts }: ReadPorts): Door {
  return async ({ params, signal }) => {
    const runId = RunId.safeParse(params['runId']);
    if (!runId.success) return problem(400, 'INPUT_INVALID', 'runId: "run-" and 24 hex digits');
    const { state, events } = await readApproval(artifacts, runId.data, signal);
    if (state?.tenant !== tenant) return NOT_ASKED;
    return json(200, { approval: approvalView(state), events });
  };
}

const NOT_ASKED = problem(404, 'INPUT_INVALID', 'Nobody was asked to approve this run (yet).');
const REFUSED: Readonly<Record<Refusal, number>> = {
  late: 409,
  repeated: 409,
  'nothing-to-revoke': 409,
  'bad-delegate': 400,
  author: 403,
  'not-allowed': 403,
};

/**
 * `POST /api/v1/approvals/{runId}/words`. 200 it counts; 403 not this person's to say; 409 too late or said before. The function key
 * opens the door, the person's own code says who speaks.
 */
export function sayOnApproval(ports: HearPorts & IdentityPorts): Door {
  return async (request) => {
    const runId = RunId.safeParse(request.params['runId']);
    if (!runId.success) return problem(400, 'INPUT_INVALID', 'runId: "run-" and 24 hex digits');
    const body = await readBody(request, MOST_BYTES);
    if (body === null) return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
    const parsed = ApprovalRequest.safeParse(jsonOf(body));
    if (!parsed.success) return problem(400, 'INPUT_INVALID', describeIssues(parsed.error));
    const { by, code, reason, key, via } = parsed.data;
    const word = wordOf(parsed.data);
    if (word === null) return problem(400, 'INPUT_INVALID', 'to: whom a right goes to, for "delegate" alone');
    if (!(await isPersonsCode(ports, by, code))) {
      return problem(
        403,
        'APPROVAL_REFUSED',
        'The policy has nobody of that name with this code; nothing was changed.',
      );
    }
    const caller = callerName(request.caller);
    const raw = {
      word,
      by,
      reason,
      channel: via,
      // Its hash does as well, and says nothing of what a caller put into it.
      key: `${via}:${key === undefined ? randomUUID() : sha256(key)}`,
      ...(caller === null ? {} : { caller }),
    };
    const spoken = await hearWord(ports, runId.data, raw, request);
    if (spoken === null) return NOT_ASKED;
    const { judged, state } = spoken;
    if (!judged.accepted) return problem(REFUSED[judged.why], 'APPROVAL_REFUSED', judged.words);
    return json(200, { approval: approvalView(state) });
  };
}

function wordOf({ word, to }: ApprovalRequest): ApprovalWord | null {
  if (word === 'delegate') return to === undefined ? null : { kind: word, to };
  return to === undefined ? { kind: word } : null;
}
