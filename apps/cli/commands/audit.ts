import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { type ChainReport, createChainVerifier } from '../../../shared/audit/verify-chain.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { verifyAuditLog } from '../../../shared/pipeline/verify-audit-log.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { type CommonOptions, runCommand, withTarget } from '../run-command.ts';

interface VerifyOptions extends CommonOptions {
  readonly file?: string;
  readonly tenant: string;
}

/** `perf-agent audit verify|export`. */
export function createAuditCommand(): Command {
  const verify = withTarget(new Command('verify'))
    .description('check the hash chain of the audit log, from the store or from an exported file')
    .option('--file <jsonl>', 'exported log, one entry a line; works offline')
    .option('--tenant <name>', 'whose log', 'default')
    .action((options: VerifyOptions) =>
      runCommand(options, async () => {
        const report =
          options.file === undefined ? await verifyStore(options) : await verifyFile(options.file);
        if (options.json === true) console.log(JSON.stringify(report));
        else print(report);
        return report.valid ? EXIT.ok : EXIT.negative;
      }),
    );
  const exported = withTarget(new Command('export'))
    .description('print the audit log, one entry a line; with --json as one array')
    .option('--tenant <name>', 'whose log', 'default')
    .action((options: VerifyOptions) =>
      runCommand(options, async () => {
        await withServices(options, async ({ audit }, signal) => {
          const asArray = options.json === true;
          for (let sequence = 1; ; sequence += 1) {
            const text = await audit.readEntry(options.tenant, sequence, signal);
            if (text !== null) console.log(asArray ? `${sequence === 1 ? '[' : ','}${text}` : text);
            else {
              if (asArray) console.log(sequence === 1 ? '[]' : ']');
              return;
            }
          }
        });
        return EXIT.ok;
      }),
    );
  return new Command('audit').description('the audit log').addCommand(verify).addCommand(exported);
}

function verifyStore(options: VerifyOptions): Promise<ChainReport> {
  return withServices(options, ({ audit }, signal) =>
    verifyAuditLog(audit, options.tenant, (entries) => console.error(`${entries} entries`), signal),
  );
}

async function verifyFile(file: string): Promise<ChainReport> {
  const verifier = createChainVerifier();
  try {
    for await (const line of createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Infinity,
    })) {
      if (line !== '') verifier.add(line);
    }
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `The file cannot be read: ${file}`, { cause: error });
  }
  return verifier.report();
}

function print(report: ChainReport): void {
  console.log(`${report.entries} entries, ${report.valid ? 'the chain is sound' : 'THE CHAIN IS BROKEN'}`);
  console.log(`head ${report.head}`);
  for (const fault of report.faults) console.log(`  ${fault.fault} at ${fault.sequence}: ${fault.message}`);
}
