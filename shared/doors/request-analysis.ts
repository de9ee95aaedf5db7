import * as z from 'zod';
import { mayTouch } from '../access/caller.ts';
import { callerName } from '../access/caller-name.ts';
import { CommitId, plainText, ProjectPath, ServiceName } from '../contracts/names.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { keptName } from '../masking/kept-name.ts';
import { messageWithData } from '../pipeline/messages.ts';
import { requestOf } from '../pipeline/request-of.ts';
import type { RawChange } from '../ports/change-host.ts';
import { type Door, type DoorReply, json, problem } from './door.ts';
import { jsonOf, readBody } from './read-body.ts';
import type { WebhookPorts } from './receive-webhook.ts';

const MOST_BYTES = 64 * 1024;

/** Body of `POST /api/v1/runs`: a change of a connection, or a commit that is on no code host. */
export const RunRequest = z.strictObject({
  connection: plainText(60).optional(),
  project: ProjectPath,
  number: plainText(40).optional(),
  headSha: CommitId.optional(),
  baseSha: CommitId.optional(),
  targetBranch: plainText(300).optional(),
  service: ServiceName.optional(),
  rerun: z.int().nonnegative().max(1_000).default(0),
  via: z.enum(['api', 'command-line', 'batch']).default('api'),
});
const NOT_ITS_SERVICE = 'service: the credential is limited to services; name one of them';
type RunRequest = z.infer<typeof RunRequest>;

/** `POST /api/v1/runs`: asks for a verdict by hand, from a pipeline or in a batch. */
export function requestAnalysis(ports: WebhookPorts): Door {
  return async (request) => {
    const body = await readBody(request, MOST_BYTES);
    if (body === null) return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
    const parsed = RunRequest.safeParse(jsonOf(body));
    if (!parsed.success) return problem(400, 'INPUT_INVALID', describeIssues(parsed.error));
    const asked = parsed.data.service;
    if (!mayTouch(request.caller, asked === undefined ? null : keptName(asked, ports)))
      return problem(403, 'CALLER_FORBIDDEN', NOT_ITS_SERVICE);
    const change = await changeOf(ports, parsed.data, request.signal);
    if ('status' in change) return change;
    const { connection, service, rerun, via } = parsed.data;
    const caller = callerName(request.caller);
    const { runId, request: wanted } = requestOf(ports, connection ?? null, change, {
      intent: 'judge',
      trigger: {
        kind: via,
        event: 'requested',
        deliveryId: null,
        at: ports.clock.now().toISOString(),
        ...(caller === null ? {} : { caller }),
      },
      service: service ?? null,
      rerun,
    });
    const run = { runId, tenant: ports.tenant };
    const message = messageWithData(
      'requests',
      `${runId}:requests`,
      run,
      wanted,
      ports.clock.now(),
      request.traceparent,
    );
    await ports.values?.keep(runId, request.signal);
    await ports.sender.send([message], request.signal);
    const status = `${ports.publicUrl}/api/v1/runs/${runId}`;
    return json(202, { runId, status }, { location: status });
  };
}

async function changeOf(
  ports: WebhookPorts,
  wanted: RunRequest,
  signal: AbortSignal,
): Promise<RawChange | DoorReply> {
  const { connection, project, number, headSha } = wanted;
  if (connection !== undefined && !ports.connectionIds.includes(connection)) {
    const known = ports.connectionIds.join(', ') || 'none';
    return problem(400, 'INPUT_INVALID', `connection: the configuration knows ${known}`);
  }
  if (connection !== undefined && number !== undefined) {
    const { changes } = await ports.connections.get(connection);
    const change = (await changes?.fetchChange(project, number, signal)) ?? null;
    return (
      change ??
      problem(404, 'REMOTE_NOT_FOUND', `The connection "${connection}" has no change ${project}!${number}.`)
    );
  }
  if (headSha === undefined) {
    return problem(400, 'INPUT_INVALID', 'headSha: give a commit, or connection and number of a change');
  }
  return {
    project,
    number: null,
    title: `commit ${headSha}`,
    url: null,
    author: null,
    headSha,
    baseSha: wanted.baseSha ?? null,
    sourceBranch: null,
    targetBranch: wanted.targetBranch ?? null,
    draft: false,
    fork: false,
  };
}
