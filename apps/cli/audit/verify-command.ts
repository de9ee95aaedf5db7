import { Command } from 'commander';
import { AuditProof, type ProofReport, verifyProof } from '../../../shared/audit/audit-proof.ts';
import type { ChainFault } from '../../../shared/audit/chain-fault.ts';
import { explainDivergence } from '../../../shared/audit/explain-divergence.ts';
import { openCheckpoints } from '../../../shared/audit/open-checkpoints.ts';
import { createLogVerifier, type LogReport } from '../../../shared/audit/verify-log.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { verifyAuditLog } from '../../../shared/pipeline/verify-audit-log.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import {
  type AuditOptions,
  collect,
  heldKeys,
  noteKeysOf,
  parseNumber,
  readText,
  withLog,
  withPublicKeys,
} from './audit-options.ts';
import { linesOf } from './exported-log.ts';
import { withAuditLog } from './with-audit-log.ts';

interface VerifyOptions extends AuditOptions {
  readonly file?: string;
  readonly checkpoint: readonly string[];
  readonly rotation: readonly string[];
  readonly proof?: string;
  readonly publicKey: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly entry?: number;
}

/** `perf-agent audit verify`: a whole log, a part of it, or a proof. */
export function createVerifyCommand(): Command {
  return withPublicKeys(withLog(new Command('verify')), 'a key that must have signed ("audit key" prints it)')
    .description(
      'check a log against its hash chain and its signed checkpoints; says which entry was changed',
    )
    .option('--file <jsonl>', 'a file of entries, one a line, instead of an exported folder')
    .option(
      '--checkpoint <file>',
      'a checkpoint kept elsewhere that the log must agree with; repeatable',
      collect,
      [],
    )
    .option('--rotation <file>', 'a statement that one key follows another; repeatable', collect, [])
    .option('--proof <file>', 'a proof that "audit prove" made; needs no log')
    .option('--from <n>', 'judge the entries from this one', parseNumber)
    .option('--to <n>', 'judge the entries up to this one', parseNumber)
    .option('--entry <n>', 'judge this entry alone', parseNumber)
    .addHelpText('after', '\nExit codes: 0 valid, 1 not valid, 2 usage, 4 the store is not reachable.')
    .action((options: VerifyOptions) =>
      runCommand(options, async () => {
        if (options.proof !== undefined) return checkProof(options.proof, options);
        const whole =
          options.file === undefined ? await checkLog(options) : await checkFile(options.file, options);
        const report = partOf(whole, options);
        if (options.json === true) console.log(JSON.stringify(report));
        else print(report);
        return report.valid ? EXIT.ok : EXIT.negative;
      }),
    );
}

async function checkProof(file: string, { publicKey, json }: VerifyOptions): Promise<number> {
  const keys = await noteKeysOf(required(publicKey, 'A proof'));
  const proof = AuditProof.safeParse(jsonOrNull(await readText(file))).data;
  // A proof of which a byte was changed may be none at all: that is found, and no matter of usage.
  const report: ProofReport =
    proof === undefined
      ? { valid: false, message: `${file} is no proof of the schema perf-agent.audit-proof.v1.` }
      : verifyProof(proof, keys);
  console.log(
    json === true ? JSON.stringify(report) : `${report.valid ? 'valid' : 'NOT VALID'}: ${report.message}`,
  );
  return report.valid ? EXIT.ok : EXIT.negative;
}

function checkLog(options: VerifyOptions): Promise<LogReport> {
  return withAuditLog(options, async (log, services) => {
    const keys =
      options.publicKey.length === 0 && services !== null
        ? heldKeys(await services.auditSigner(options.tenant))
        : await noteKeysOf(required(options.publicKey, 'An exported log'));
    const kept = await Promise.all(options.checkpoint.map(readText));
    return verifyAuditLog(log, keys, (entries) => console.error(`${entries} entries`), kept);
  });
}

async function checkFile(file: string, options: VerifyOptions): Promise<LogReport> {
  const { checkpoint: files, rotation, publicKey } = options;
  const keys = files.length === 0 ? [] : await noteKeysOf(required(publicKey, 'A checkpoint'));
  const [notes, rotations] = await Promise.all(
    [files, rotation].map((names) => Promise.all(names.map(readText))),
  );
  const given = (notes ?? []).map((note) => ({ size: null, note }));
  const { checkpoints, faults } = openCheckpoints({ checkpoints: given, rotations: rotations ?? [] }, keys);
  const verifier = createLogVerifier(checkpoints);
  for await (const line of linesOf(file)) verifier.add(line);
  return explainDivergence(verifier, { faults, leaves: null });
}

/** What a part of the log has to answer for: faults in it, and that it is signed when anything is. */
function partOf(report: LogReport, { entry, from = entry, to = entry }: VerifyOptions): LogReport {
  if (from === undefined && to === undefined) return report;
  const [first, last] = [from ?? 1, to ?? report.entries];
  if (first > last || last > report.entries)
    throw new PermanentError(
      'INPUT_INVALID',
      `The log has ${report.entries} entries, not ${first} to ${last}.`,
    );
  // What is wrong with the keys has no place in the log.
  const touches = ({ sequence, until = sequence }: ChainFault): boolean =>
    sequence === 0 || (sequence <= last && until >= first);
  const faults = report.faults.filter(touches);
  const isSigned = report.checkpoints.checked === 0 || report.signed >= last;
  const unsigned: ChainFault = {
    sequence: Math.max(first, report.signed + 1),
    until: last,
    fault: 'rewritten',
    message: `No checkpoint that the log still agrees with covers entry ${last}.`,
  };
  const all = isSigned || faults.length > 0 ? faults : [unsigned];
  return { ...report, valid: all.length === 0, faults: all };
}

function required(keys: readonly string[], what: string): readonly string[] {
  if (keys.length > 0) return keys;
  throw new PermanentError(
    'INPUT_INVALID',
    `${what} proves nothing by itself: give --public-key with the key that you know to be the log's.`,
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function print({ valid, entries, head, checkpoints, signed, uncovered, origin, faults }: LogReport): void {
  console.log(`${entries} entries, ${valid ? 'the log is sound' : 'THE LOG IS NOT SOUND'}`);
  if (checkpoints.checked > 0) {
    console.log(
      `${checkpoints.matched} of ${checkpoints.checked} checkpoints of ${origin} agree; signed up to entry ${signed}`,
    );
  } else console.log('no checkpoint: a log cut off at its end, or hashed anew, would not be found');
  if (checkpoints.checked > 0 && uncovered > 0)
    console.log(`${uncovered} entries after it rest on the chain alone; "audit checkpoint" signs them`);
  console.log(`head ${head}`);
  for (const { fault, sequence, message } of faults) console.log(`  ${fault} at ${sequence}: ${message}`);
}
