import { createHash } from 'node:crypto';
import { checkAudit, type ReadEntry } from './check-audit.ts';
import type { AcceptedChange, Snapshot } from './snapshot.ts';

/** What is read of a step's record; the rest does not matter here. */
interface ReadRecord {
  readonly name: string;
  readonly step: string;
  readonly part: string | null;
  readonly runId: string;
  readonly emits: readonly { readonly queue: string; readonly part?: string }[];
  readonly remarks: readonly unknown[];
  readonly output: Readonly<Record<string, unknown>> | null;
  readonly sha256: string;
}

const STEPS = [
  'receive',
  'plan',
  'collect/results',
  'mask/results',
  'analyse',
  'reason',
  'decide',
  'report',
  'deliver',
  'notify/to-slack',
  'ticket',
  'learn',
];
/** Messages whose record need not come: a deadline is not due for long, and one whose parts all stood leaves none. */
const LATER = new Set(['deadline']);
const FINAL = { fail: 'failed', pass: 'success' } as const;
const TEXT = new TextDecoder();

/**
 * Holds what stands after recovery against the promise: for every accepted webhook one verdict, one comment, one ticket, one message, a whole
 * and sound audit chain, no run that is stuck, no artifact without what follows from it, no dead letter. Works on bytes as they were stored and
 * uses no code of the product.
 * @returns every violation in words; none when all holds.
 */
export function checkSnapshot(snapshot: Snapshot): readonly string[] {
  const { entries, violations: inChain } = checkAudit(snapshot.audit);
  const records = [...snapshot.records].map(([name, bytes]) => readRecord(name, bytes));
  const byRun = Map.groupBy(records, ({ runId }) => runId);
  const named = snapshot.accepted.filter(({ isNamed }) => isNamed);
  const accepted = snapshot.accepted.map((change) =>
    change.isNamed ? { ...change, runId: runAskedFor(byRun.get(change.runId)) ?? 'no run' } : change,
  );
  const runs = new Map(accepted.map((change) => [change.runId, change]));
  const events = new Set(named.map(({ runId }) => runId));
  return [
    ...inChain,
    ...checkQueues(snapshot),
    ...named.flatMap((change) => checkEvent(change, byRun.get(change.runId) ?? [])),
    ...[...byRun.keys()]
      .filter((runId) => !runs.has(runId) && !events.has(runId))
      .map((runId) => `${runId}: has records, and no webhook that was accepted`),
    ...[...runs.values()].flatMap((change) => [
      ...checkRecords(change, byRun.get(change.runId) ?? []),
      ...checkEffects(change, snapshot),
    ]),
    ...checkEntries(records, entries),
  ];
}

function readRecord(name: string, bytes: Uint8Array): ReadRecord {
  const record = JSON.parse(TEXT.decode(bytes)) as Omit<ReadRecord, 'name' | 'sha256'>;
  return { ...record, name, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function checkQueues({ queues }: Snapshot): string[] {
  return Object.entries(queues).flatMap(([queue, { active, scheduled, deadLetter }]) => [
    ...(active > 0 ? [`queue ${queue}: ${active} messages are left`] : []),
    ...(scheduled > 0 && !LATER.has(queue)
      ? [`queue ${queue}: ${scheduled} messages are still to come`]
      : []),
    ...(deadLetter > 0 ? [`queue ${queue}: ${deadLetter} dead letters`] : []),
  ]);
}

/** An event has one record, which asks for one run. */
function checkEvent({ runId, iid }: AcceptedChange, records: readonly ReadRecord[]): string[] {
  const steps = records.map(({ step }) => step).join(', ');
  if (steps !== 'event')
    return [`!${iid} (${runId}): records of ${steps || 'nothing'} instead of one of event`];
  return runAskedFor(records) === undefined
    ? [`!${iid} (${runId}): its event asked for no run, or for more`]
    : [];
}

function runAskedFor(records: readonly ReadRecord[] | undefined): string | undefined {
  const asked = records?.find(({ step }) => step === 'event')?.output?.['runIds'];
  if (!Array.isArray(asked) || asked.length !== 1) return undefined;
  const [runId] = asked as readonly unknown[];
  return typeof runId === 'string' ? runId : undefined;
}

function checkRecords({ runId, iid, expected }: AcceptedChange, records: readonly ReadRecord[]): string[] {
  const who = `!${iid} (${runId})`;
  const standing = new Set(records.map(({ step, part }) => (part === null ? step : `${step}/${part}`)));
  const missing = STEPS.filter((step) => !standing.has(step));
  const strange = [...standing].filter((step) => !STEPS.includes(step));
  const verdict = records.find(({ step }) => step === 'decide')?.output?.['verdict'];
  return [
    ...missing.map((step) => `${who}: no record of ${step}`),
    ...strange.map((step) => `${who}: a record of ${step} that this run should not have`),
    ...(verdict === expected ? [] : [`${who}: the verdict is ${String(verdict)} and not ${expected}`]),
    ...records.flatMap(({ name, step, emits }) =>
      emits
        .map(({ queue, part }) => (part === undefined ? queue : `${queue}/${part}`))
        .filter((next) => !LATER.has(next) && !standing.has(next))
        .map((next) => `${who}: ${name} says that ${next} follows from ${step}, and it never did`),
    ),
  ];
}

function checkEffects({ runId, iid, headSha, expected }: AcceptedChange, snapshot: Snapshot): string[] {
  const who = `!${iid} (${runId})`;
  const wanted = expected === 'fail' ? 1 : 0;
  const link = new RegExp(`/merge_requests/${iid}(?!\\d)`);
  const found = {
    comments: snapshot.comments.filter((comment) => comment.iid === iid).length,
    tickets: snapshot.issues.filter(({ open, text }) => open && link.test(text)).length,
    messages: snapshot.messages.filter(({ text }) => link.test(text)).length,
  };
  const statuses = snapshot.statuses.filter(({ sha }) => sha === headSha);
  const rows = snapshot.rows.filter((row) => row.runId === runId);
  const [row] = rows;
  return [
    ...Object.entries(found)
      .filter(([, count]) => count !== wanted)
      .map(([what, count]) => `${who}: ${count} ${what} instead of ${wanted}`),
    ...snapshot.comments
      .filter((comment) => comment.iid === iid && !comment.body.includes(runId))
      .map(() => `${who}: a comment that does not name the run`),
    // A status that was set again is a row of its own in GitLab, which shows the newest.
    ...(statuses.at(-1)?.status === FINAL[expected]
      ? []
      : [
          `${who}: statuses ${statuses.map(({ status }) => status).join(', ') || 'none'} instead of ${FINAL[expected]}`,
        ]),
    ...(rows.length === 1 && row?.status === 'done' && row.verdict === expected
      ? []
      : [`${who}: listed as ${JSON.stringify(rows)} instead of done, ${expected}`]),
  ];
}

/** Each record has its entry with the hash of its bytes, and one entry for each thing that it says was done. */
function checkEntries(records: readonly ReadRecord[], entries: readonly ReadEntry[]): string[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return records.flatMap(({ name, runId, step, part, sha256, remarks }) => {
    const key = [runId, step, ...(part === null ? [] : [part])].join(':');
    const wanted = [key, ...remarks.map((_remark, index) => `${key}:${index + 1}`)];
    const output = byKey.get(key)?.outputs.find(({ ref }) => ref === name);
    return [
      ...wanted.filter((one) => !byKey.has(one)).map((one) => `audit: ${one} was done and is not entered`),
      ...(output === undefined || output.sha256 === sha256
        ? []
        : [`audit: ${key} was entered with another hash than that of ${name}`]),
    ];
  });
}
