import type { Masked } from '../contracts/masked.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { type ReportPublished, Ticketed } from '../contracts/published.ts';
import { PermanentError, TransientError } from '../errors/pipeline-error.ts';
import { ticketKey } from '../policy/ticket-key.ts';
import type { Connections } from '../ports/connections.ts';
import type { EnsuredIssue, IssueTracker } from '../ports/issue-tracker.ts';
import type { Lock } from '../ports/lock.ts';
import type { Stage, StageContext, StageResult } from '../ports/stage.ts';
import { briefOfRun } from './brief-of-run.ts';
import { isSuperseded } from './is-superseded.ts';

interface TicketPorts {
  readonly connections: Connections;
  readonly lock: Lock;
}

const LABELS = ['performance', 'perf-agent'];

/**
 * Exactly one issue for a regression: made or brought up to date while the verdict is one that the policy wants tickets for,
 * closed by a pass. Under a lock for the issue, since two runs that look and then create would make two.
 */
export function fileTickets(ports: TicketPorts): Stage<Ticketed> {
  return {
    step: 'ticket',
    output: Ticketed,
    async run(context) {
      const run = await briefOfRun(context);
      const { tickets } = run.plan;
      const { verdict } = run.brief;
      if (tickets === null) return nothing(maskedText`The policy names no issue tracker.`);
      const wanted = tickets.onVerdict.some((one) => one === verdict);
      const fixed = verdict === 'pass' && tickets.closeOnPass;
      if (!wanted && !fixed) {
        return nothing(maskedText`The policy wants no ticket for the verdict "${maskedName(verdict)}".`);
      }
      const { issues } = await ports.connections.get(tickets.connection);
      if (issues === undefined) {
        throw new PermanentError(
          'CONFIG_INVALID',
          `The connection "${tickets.connection}" is no issue tracker.`,
        );
      }
      if (fixed && issues.closeIssue === undefined) {
        return nothing(maskedText`The issue tracker leaves closing to people.`);
      }
      const key = ticketKey(run.request.change, run.plan.service);
      return ports.lock.withLock(`tickets/${tickets.connection}/${key}`, context.signal, async () => {
        // A slow second delivery must not undo what a later run of the same commit said.
        await context.refuseWhenDone();
        if (await isSuperseded(context, run.request.change, ports.connections)) {
          return nothing(maskedText`A newer commit took the place of this one.`);
        }
        const issue = wanted
          ? await ensure(context, issues, key, run)
          : await close(context, issues, key, run.brief.headline);
        if (issue === null) return nothing(maskedText`The change has no issue, and passed.`);
        return done(tickets.connection, issue, maskedText`The verdict is "${maskedName(verdict)}".`);
      });
    },
  };
}

async function ensure(
  context: StageContext,
  issues: IssueTracker,
  key: string,
  { brief, report }: Awaited<ReturnType<typeof briefOfRun>>,
): Promise<EnsuredIssue> {
  return issues.ensureIssue(
    {
      key,
      title: brief.headline,
      body: report?.comment ?? brief.headline,
      labels: LABELS,
      brief,
      picture: await readPicture(context, report),
    },
    context.signal,
  );
}

async function close(
  context: StageContext,
  issues: IssueTracker,
  key: string,
  headline: Masked,
): Promise<EnsuredIssue | null> {
  const reason = maskedText`Fixed: ${headline} (run ${maskedName(context.runId)})`;
  return (await issues.closeIssue?.({ key, reason }, context.signal)) ?? null;
}

async function readPicture(
  { artifacts, signal }: StageContext,
  report: ReportPublished | null,
): Promise<{ readonly name: string; readonly type: string; readonly bytes: Uint8Array }> {
  const file = report?.files.find(({ format }) => format === 'png');
  const stored = file === undefined ? null : await artifacts.read(file.ref, signal);
  if (file === undefined || stored === null) {
    throw new TransientError('STEP_MISSING', 'The picture of the report is not there yet.');
  }
  return { name: `perf-agent-${file.sha256.slice(0, 12)}.png`, type: 'image/png', bytes: stored.bytes };
}

function nothing(reason: Masked): StageResult<Ticketed> {
  return { output: { tickets: [], reason }, emits: [] };
}

function done(connection: string, issue: EnsuredIssue, reason: Masked): StageResult<Ticketed> {
  return {
    output: { tickets: [{ connection, ...issue }], reason },
    emits: [],
    remarks: [
      {
        action: 'ticket.ensured',
        subject: issue.url,
        details: { key: maskedName(issue.key), found: maskedName(issue.action) },
      },
    ],
  };
}
