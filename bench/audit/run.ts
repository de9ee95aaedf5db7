import { parseArgs } from 'node:util';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import { createLogVerifier } from '../../shared/audit/verify-log.ts';
import { openCheckpoint } from '../../shared/audit/checkpoint.ts';
import { appendAudit } from '../../shared/pipeline/append-audit.ts';
import { signAuditLog } from '../../shared/pipeline/sign-audit-log.ts';
import { hashedAnew, noteOf, signerOf, signingPorts } from '../../test/audit/signed-log.ts';

const HELP = `Usage: npx node bench/audit/run.ts [--entries 100000] [--json]

Speed of verification (chain, tree and checkpoints) in entries a second of CPU time, one thread; and the cost of appending and signing
64 entries to logs of 1,000 up to that many entries, over a store in memory.
Exit codes: 0 both targets met, 1 one was missed, 2 usage.`;
const TARGET_PER_SECOND = 100_000;
/** A log a hundred times as long may cost this much more a note; what is measured is noisy. */
const MOST_GROWTH = 1.5;
const BATCH = 64;
const BATCHES = 50;
const TENANT = 'default';
const signer = signerOf(7);

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const entries = Number(values.entries);
if (values.help || !Number.isInteger(entries) || entries < 2_000) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 2;
} else await main(entries);

async function main(length: number): Promise<void> {
  const all = hashedAnew(Array.from({ length: length + BATCH * BATCHES }, (_, index) => noteOf(index)));
  const log = await logOf(all.slice(0, length));
  const perSecond = Math.max(...[1, 2, 3].map(() => verify(log)));
  const costs = new Map<number, number>();
  for (const size of [1_000, Math.round(length / 10), length])
    costs.set(size, await appendCost(all.slice(0, size), size));
  const [short = 0, , long = 0] = [...costs.values()];
  const isMet = perSecond >= TARGET_PER_SECOND && long <= short * MOST_GROWTH;
  console.log(`verification: ${Math.round(perSecond)} entries/s on one core (target ≥ ${TARGET_PER_SECOND})`);
  for (const [size, cost] of costs)
    console.log(`append and sign at ${size} entries: ${cost.toFixed(1)} µs of CPU a note`);
  console.log(isMet ? 'met' : 'MISSED');
  if (values.json)
    console.log(
      JSON.stringify({ entries: length, perSecond, appendMicroseconds: Object.fromEntries(costs), isMet }),
    );
  process.exitCode = isMet ? 0 : 1;
}

async function logOf(texts: readonly string[]): Promise<ReturnType<typeof createMemoryAudit>> {
  const audit = createMemoryAudit();
  audit.entries.push(...texts);
  audit.end = texts.length;
  await sign(audit);
  return audit;
}

async function sign(audit: ReturnType<typeof createMemoryAudit>): Promise<void> {
  await signAuditLog(TENANT, signingPorts(audit, signer), AbortSignal.timeout(600_000));
}

function verify({ entries: texts, checkpoints }: ReturnType<typeof createMemoryAudit>): number {
  const opened = [...checkpoints.values()].flatMap(({ note }) => openCheckpoint(note, signer) ?? []);
  const begun = process.threadCpuUsage();
  const verifier = createLogVerifier(opened);
  for (const text of texts) verifier.add(text);
  const report = verifier.report();
  const { user, system } = process.threadCpuUsage(begun);
  if (!report.valid || report.signed !== texts.length)
    throw new Error('The log of the benchmark does not verify.');
  return (texts.length / (user + system)) * 1e6;
}

/** Microseconds of CPU for a note, with its part of a checkpoint; the median of many batches. */
async function appendCost(texts: readonly string[], size: number): Promise<number> {
  const audit = await logOf(texts);
  const costs: number[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const notes = Array.from({ length: BATCH }, (_, index) => noteOf(size + batch * BATCH + index));
    const begun = process.threadCpuUsage();
    await appendAudit(TENANT, notes, audit, AbortSignal.timeout(60_000));
    await sign(audit);
    const { user, system } = process.threadCpuUsage(begun);
    costs.push((user + system) / BATCH);
  }
  return costs.sort((a, b) => a - b)[BATCHES / 2] ?? Number.NaN;
}
