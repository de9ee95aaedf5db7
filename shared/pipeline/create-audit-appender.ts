import type { AuditNote } from '../contracts/audit-note.ts';
import { type ChainWriter, createChainWriter } from './create-chain-writer.ts';
import { fittingNote } from './fitting-note.ts';
import { createLogSigner, type LogSigner, type SigningPorts } from './sign-audit-log.ts';

const MOST_TOGETHER = 50;
const APPEND_TIMEOUT_MS = 50_000;
/** A checkpoint for each note would double what is stored; with this many between two, naming a changed entry stays one small read. */
const MOST_UNSIGNED = 64;
/** The last steps of a run, whichever of them comes last. */
const ENDS_RUN: ReadonlySet<string> = new Set([
  'step.learn',
  'step.ticket',
  'step.notify',
  'step.approve',
  'step.failed',
]);

/** Tenants whose ends are remembered; whoever comes back after that is read anew. */
const MOST_TENANTS = 100;

interface Waiting {
  readonly note: AuditNote;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** What this process knows of one tenant's log. */
interface TenantLog {
  readonly writer: ChainWriter;
  readonly signer: LogSigner;
  readonly waiting: Waiting[];
  /** Entered, and to be told when the log is signed. */
  readonly ends: Waiting[];
  unsigned: number;
  isBusy: boolean;
}

/**
 * Takes notes from concurrent messages and appends those that wait together (group commit). At the end of a run, and after every
 * 64 notes, the log is signed, once for all that wait; when that fails the messages come back, find their notes standing, and it is tried again.
 */
export function createAuditAppender(ports: SigningPorts): { append(data: unknown): Promise<void> } {
  const logs = new Map<string, TenantLog>();

  function logOf(tenant: string): TenantLog {
    const known = logs.get(tenant);
    if (known !== undefined) return known;
    for (const [other, { isBusy }] of logs) {
      if (logs.size < MOST_TENANTS) break;
      if (!isBusy) logs.delete(other);
    }
    const writer = createChainWriter(tenant, ports.audit);
    const signer = createLogSigner(tenant, ports, writer);
    const made: TenantLog = { writer, signer, waiting: [], ends: [], unsigned: 0, isBusy: false };
    logs.set(tenant, made);
    return made;
  }

  async function drain(log: TenantLog): Promise<void> {
    if (log.isBusy) return;
    log.isBusy = true;
    while (log.waiting.length > 0) {
      const batch = log.waiting.splice(0, MOST_TOGETHER);
      const signal = AbortSignal.timeout(APPEND_TIMEOUT_MS);
      const notes = batch.map(({ note }) => note);
      const isEntered = await settledAll(batch, () => log.writer.append(notes, signal));
      await sign(log, isEntered ? batch : [], signal);
    }
    log.isBusy = false;
  }

  /** Signs when it is due, and tells all whose notes were entered. */
  async function sign(log: TenantLog, entered: readonly Waiting[], signal: AbortSignal): Promise<void> {
    log.unsigned += entered.length;
    const isFull = log.unsigned >= MOST_UNSIGNED;
    const held = entered.filter(({ note }) => isFull || ENDS_RUN.has(note.action));
    for (const waiting of entered) if (!held.includes(waiting)) waiting.done();
    log.ends.push(...held);
    // Runs that end together are signed together.
    if (log.ends.length === 0 || (!isFull && log.waiting.length > 0)) return;
    const ends = log.ends.splice(0);
    const isSigned = await settledAll(ends, () => log.signer.sign(signal));
    if (!isSigned) return;
    log.unsigned = 0;
    for (const waiting of ends) waiting.done();
  }

  return {
    async append(data) {
      // Here and not at the entry: notes are appended together, and what does not fit would fail all of them.
      const note = fittingNote(data);
      const log = logOf(note.tenant);
      await new Promise<void>((done, failed) => {
        log.waiting.push({ note, done, failed });
        void drain(log);
      });
    },
  };
}

/** @returns false after it told all of them that the work failed */
async function settledAll(batch: readonly Waiting[], work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    for (const waiting of batch) waiting.failed(error);
    return false;
  }
}
