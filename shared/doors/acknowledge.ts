import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { mayTouch } from '../access/caller.ts';
import { callerName } from '../access/caller-name.ts';
import { CalendarDay } from '../contracts/policy-calendar.ts';
import { CommitId, plainText, ProjectPath, ServiceName } from '../contracts/names.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { keptName } from '../masking/kept-name.ts';
import { acknowledgeRegression } from '../pipeline/acknowledge-regression.ts';
import type { PinServices } from '../pipeline/pin-baseline.ts';
import { endOfDay } from '../policy/excuses.ts';
import { type Door, json, problem } from './door.ts';
import { jsonOf, readBody } from './read-body.ts';

export type AcknowledgePorts = Omit<PinServices, 'pause'>;

const MOST_BYTES = 64 * 1024;
const MOST_LISTED = 500;

/** Body of `POST /api/v1/acknowledgements`. */
export const AcknowledgementRequest = z.strictObject({
  service: ServiceName,
  branch: plainText(300).default('main'),
  /** Limits it to one change; without it, it is for every change onto the branch. */
  change: z.strictObject({ project: ProjectPath, number: plainText(40) }).optional(),
  /** Pattern of the metric's name, `*` for any run of characters. */
  metric: plainText(200),
  statistic: plainText(30).optional(),
  /** Largest change for the worse that it covers: 0.3 is 30 % of a latency, 0.01 a percentage point of a rate. */
  upTo: z.number().nonnegative().optional(),
  /** Last day on which it holds, in UTC; left out, what was said before is taken back. */
  until: CalendarDay.optional(),
  owner: plainText(100),
  by: plainText(100),
  reason: plainText(500).min(3),
  /** Commit that every change is compared with from now on. */
  baseline: CommitId.optional(),
  via: z.enum(['api', 'command-line']).default('api'),
});

/** `POST /api/v1/acknowledgements`: 201 with the word as kept; 400 says which field is wrong. */
export function acknowledge(ports: AcknowledgePorts): Door {
  return async (request) => {
    const body = await readBody(request, MOST_BYTES);
    if (body === null) return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
    const parsed = AcknowledgementRequest.safeParse(jsonOf(body));
    if (!parsed.success) return problem(400, 'INPUT_INVALID', describeIssues(parsed.error));
    if (!mayTouch(request.caller, keptName(parsed.data.service, ports))) {
      return problem(403, 'CALLER_FORBIDDEN', 'service: the credential is limited to other services');
    }
    const { until, statistic, upTo, change, baseline, ...wish } = parsed.data;
    try {
      const { word, ref, pinned } = await acknowledgeRegression(
        {
          ...wish,
          change: change ?? null,
          statistic: statistic ?? null,
          upTo: upTo ?? null,
          baseline: baseline ?? null,
          until: until === undefined ? null : endOfDay(until),
          at: ports.clock.now(),
          caller: callerName(request.caller),
        },
        { ...ports, pause: wait },
        request.signal,
      );
      return json(201, { acknowledgement: word, ref, pinned });
    } catch (error) {
      if (!PipelineError.is(error) || error.disposition !== 'dead-letter') throw error;
      return problem(400, error.code, maskedName(error.message));
    }
  };
}

/** `GET /api/v1/acknowledgements?service=&branch=`: the last word on each figure, newest first; those that have ended too. */
export function listAcknowledgements(
  ports: Pick<AcknowledgePorts, 'tenant' | 'index' | 'clock' | 'maskerOf'>,
): Door {
  return async ({ url, signal }) => {
    const service = url.searchParams.get('service');
    if (service !== null && !ServiceName.safeParse(service).success) {
      return problem(400, 'INPUT_INVALID', 'service: not a name that results can be handed in under');
    }
    const branch = url.searchParams.get('branch');
    const words = await ports.index.listAcknowledgements(
      {
        tenant: ports.tenant,
        limit: MOST_LISTED,
        ...(service === null ? {} : { service: keptName(service, ports) }),
        ...(branch === null ? {} : { branch: keptName(branch, ports) }),
      },
      signal,
    );
    const now = ports.clock.now();
    return json(200, {
      acknowledgements: words.map((word) => ({ ...word, holds: new Date(word.until) > now })),
    });
  };
}
