import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision } from '../contracts/decision.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import { ReportPublished, Ticketed } from '../contracts/published.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Connections } from '../ports/connections.ts';
import type { Stage } from '../ports/stage.ts';

/** One issue for each change that the policy wants one for; found again under its key before one is made. */
export function fileTickets(ports: { readonly connections: Connections }): Stage<Ticketed> {
  return {
    step: 'ticket',
    output: Ticketed,
    async run(context) {
      const [request, plan, decision, report] = await Promise.all([
        context.read('receive', AnalysisRequested),
        context.read('plan', Plan),
        context.read('decide', Decision),
        context.read('report', ReportPublished),
      ]);
      const { tickets } = plan.value;
      const { verdict, headline } = decision.value;
      if (tickets === null) {
        return { output: { tickets: [], reason: maskedText`The policy names no issue tracker.` }, emits: [] };
      }
      if (!tickets.onVerdict.some((wanted) => wanted === verdict)) {
        const reason = maskedText`The policy wants no ticket for the verdict "${maskedName(verdict)}".`;
        return { output: { tickets: [], reason }, emits: [] };
      }
      const { issues } = await ports.connections.get(tickets.connection);
      if (issues === undefined) {
        throw new PermanentError(
          'CONFIG_INVALID',
          `The connection "${tickets.connection}" is no issue tracker.`,
        );
      }
      const { change } = request.value;
      const issue = await issues.ensureIssue(
        {
          key: [change.connection ?? 'none', change.project, change.number ?? change.headSha].join(':'),
          title: headline,
          body: report.value.comment,
          labels: ['performance', 'perf-agent'],
        },
        context.signal,
      );
      return {
        output: {
          tickets: [{ connection: tickets.connection, ...issue }],
          reason: maskedText`The verdict is "${maskedName(verdict)}".`,
        },
        emits: [],
        remarks: [
          { action: `ticket.${issue.action}`, subject: issue.url, details: { key: maskedName(issue.key) } },
        ],
      };
    },
  };
}
