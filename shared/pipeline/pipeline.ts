import type { AuditSigner } from '../audit/signed-note.ts';
import type { QueueName } from '../contracts/queue-name.ts';
import type { Envelope } from '../contracts/envelope.ts';
import type { ApprovalLinks } from '../ports/approval-links.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Connections } from '../ports/connections.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { Lock } from '../ports/lock.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { ProjectTurns } from '../ports/project-turns.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { ReportLinks } from '../ports/report-links.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import { approveChange } from '../stages/approve-change.ts';
import { analyseChange } from '../stages/analyse-change.ts';
import { carryOutCommand } from '../stages/carry-out-command.ts';
import { collectSource } from '../stages/collect-source.ts';
import { decideChange } from '../stages/decide-change.ts';
import { deliverVerdict } from '../stages/deliver-verdict.ts';
import { explainFindings } from '../stages/explain-findings.ts';
import { fileTickets } from '../stages/file-tickets.ts';
import { learnFromRun } from '../stages/learn-from-run.ts';
import { maskEvidence } from '../stages/mask-evidence.ts';
import { passDeadline } from '../stages/pass-deadline.ts';
import { planRun } from '../stages/plan-run.ts';
import { publishReport } from '../stages/publish-report.ts';
import { readEvent } from '../stages/read-event.ts';
import { receiveRequest } from '../stages/receive-request.ts';
import { reportFailure } from '../stages/report-failure.ts';
import { sendNotice } from '../stages/send-notice.ts';
import { createAuditAppender } from './create-audit-appender.ts';
import { endingTurn, inTurn, restingTurn } from './in-turn.ts';
import type { MessageWork } from './handle-message.ts';
import { runStage } from './run-stage.ts';
import type { RunnerServices } from './services.ts';

/** Everything the steps may ask of the outside. */
export interface PipelinePorts extends RunnerServices {
  readonly rawVault: RawVault;
  readonly connections: Connections;
  readonly lock: Lock;
  readonly pictures: Pictures;
  readonly links: ReportLinks;
  readonly approvalLinks: ApprovalLinks;
  readonly audit: AuditStore;
  /** The key that signs a tenant's audit log. */
  readonly auditSigner: (tenant: string) => Promise<AuditSigner>;
  readonly policy: () => Promise<LoadedPolicy>;
  readonly model: () => Promise<LanguageModel | null>;
  /** Whose turn it is; left out, nobody waits. */
  readonly turns?: ProjectTurns;
}

/**
 * The map of the product: which queue runs which step. What each step reads and what it emits stands in its own file and in
 * docs/architecture.md.
 */
export function pipelineOf(ports: PipelinePorts): Readonly<Record<QueueName, MessageWork>> {
  const appender = createAuditAppender(ports);
  const step =
    <Out>(stage: Parameters<typeof runStage<Out>>[0]): MessageWork =>
    (envelope: Envelope, traceparent, signal) =>
      ports.telemetry.span(
        `perf-agent ${stage.step}`,
        { kind: 'internal', parent: traceparent, attributes: { 'perf_agent.run_id': envelope.subject } },
        (span) => runStage(stage, envelope, ports, span.traceparent ?? traceparent, signal),
      );
  return {
    requests: step(receiveRequest(ports)),
    plan: step(inTurn(planRun(ports), ports.turns)),
    collect: step(restingTurn(collectSource(ports), ports.turns)),
    mask: step(maskEvidence(ports)),
    deadline: step(passDeadline()),
    // A run that waited for results gave its place back.
    analyse: step(inTurn(analyseChange(ports), ports.turns)),
    reason: step(explainFindings(ports)),
    decide: step(decideChange(ports)),
    report: step(publishReport(ports)),
    deliver: step(endingTurn(deliverVerdict(ports), ports.turns)),
    approve: step(approveChange(ports)),
    notify: step(sendNotice(ports)),
    ticket: step(fileTickets(ports)),
    learn: step(learnFromRun(ports)),
    failed: step(endingTurn(reportFailure(ports), ports.turns)),
    command: step(carryOutCommand(ports)),
    event: step(readEvent(ports)),
    audit: (envelope) => appender.append(envelope.data),
  };
}
