import { Command } from 'commander';
import { type NoteKey, printNoteKey, publicKeyOf } from '../../../shared/audit/signed-note.ts';
import { signAuditLog } from '../../../shared/pipeline/sign-audit-log.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { runCommand } from '../run-command.ts';
import { type AuditOptions, heldKeys, withTenant } from './audit-options.ts';

/** `perf-agent audit checkpoint`: signs what is not signed yet. */
export function createCheckpointCommand(): Command {
  return withTenant(new Command('checkpoint'))
    .description(
      'sign the log as it stands, hand it over to a new key, and print the newest checkpoint; keep it elsewhere',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 printed, 1 the log is empty, 2 usage or a log that does not hold together.',
    )
    .action((options: AuditOptions) =>
      runCommand(options, () =>
        withServices(options, async (services, signal) => {
          const checkpoint = await signAuditLog(options.tenant, services, signal);
          const size = checkpoint?.size ?? 0;
          const note = await services.audit.readCheckpoint(options.tenant, size, signal);
          if (options.json === true) console.log(JSON.stringify({ size, checkpoint: note }));
          else process.stdout.write(note ?? '');
          return note === null ? EXIT.negative : EXIT.ok;
        }),
      ),
    );
}

/** `perf-agent audit key`: the public key, for whoever is to verify. */
export function createKeyCommand(): Command {
  return withTenant(new Command('key'))
    .description('print the public key of the log; give it to verifiers another way than the log')
    .option('--pem', 'as a public key in PEM, for openssl')
    .option('--all', 'also those that signed before and are still held, newest first')
    .action((options: AuditOptions & { readonly pem?: boolean; readonly all?: boolean }) =>
      runCommand(options, () =>
        withServices(options, async (services) => {
          const [key = '', ...former] = heldKeys(await services.auditSigner(options.tenant)).map((held) =>
            options.pem === true ? pemOf(held) : printNoteKey(held),
          );
          const shown = options.all === true ? { key, former } : { key };
          if (options.json === true) console.log(JSON.stringify(shown));
          else for (const one of Object.values(shown).flat()) console.log(one);
          return EXIT.ok;
        }),
      ),
    );
}

function pemOf(key: NoteKey): string {
  return publicKeyOf(key).export({ format: 'pem', type: 'spki' }).toString().trimEnd();
}
