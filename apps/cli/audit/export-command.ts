import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { keyIdOf, printNoteKey } from '../../../shared/audit/signed-note.ts';
import { sha256 } from '../../../shared/audit/sha256.ts';
import { openRotation } from '../../../shared/audit/key-rotation.ts';
import { storedAuditLog } from '../../../shared/pipeline/stored-audit-log.ts';
import type { AuditLog } from '../../../shared/ports/audit-log.ts';
import { EXIT } from '../exit-codes.ts';
import { withServices } from '../operator.ts';
import { runCommand } from '../run-command.ts';
import { writeTo } from '../write-to.ts';
import { type AuditOptions, heldKeys, withLog } from './audit-options.ts';
import { EXPORTED, fileNumber } from './exported-log.ts';
import { withAuditLog } from './with-audit-log.ts';

interface ExportOptions extends AuditOptions {
  readonly out?: string;
}

/** `perf-agent audit export`: entries to standard output, or everything that a verifier needs to a folder. */
export function createExportCommand(): Command {
  return withLog(new Command('export'))
    .description(
      'print the entries, one a line; with --json as one array; with --out write log and checkpoints',
    )
    .option(
      '--out <folder>',
      'write log, checkpoints, their leaves, changes of key and the public keys into this folder',
    )
    .action((options: ExportOptions) =>
      runCommand(options, async () => {
        if (options.out === undefined)
          await withAuditLog(options, (log) => printEntries(log, options.json === true));
        else await writeFolder(options.out, options);
        return EXIT.ok;
      }),
    );
}

async function printEntries(log: AuditLog, asArray: boolean): Promise<void> {
  // Byte for byte, whatever a terminal would make of it.
  const write = writeTo(process.stdout);
  let isFirst = true;
  for await (const text of log.entries()) {
    await write(asArray ? `${isFirst ? '[' : ','}${text}\n` : `${text}\n`);
    isFirst = false;
  }
  if (asArray) await write(isFirst ? '[]\n' : ']\n');
}

async function writeFolder(folder: string, options: ExportOptions): Promise<void> {
  await withServices(options, async (services, signal) => {
    const log = storedAuditLog(services.audit, options.tenant, signal);
    // Checkpoints first: what is appended meanwhile is then beyond the newest of them, and not missing.
    for (const kind of [EXPORTED.checkpoints, EXPORTED.leaves, EXPORTED.rotations])
      await mkdir(path.join(folder, kind), { recursive: true });
    for (const size of await log.sizes()) {
      const base = fileNumber(size);
      const [note, leaves] = await Promise.all([log.checkpoint(size), log.leaves(size)]);
      if (note !== null) await writeFile(path.join(folder, EXPORTED.checkpoints, `${base}.txt`), note);
      if (leaves !== null) await writeFile(path.join(folder, EXPORTED.leaves, `${base}.json`), leaves);
    }
    for (const note of await log.rotations()) {
      const rotation = openRotation(note);
      // Whatever lies there is handed out: that it is none is for verifiers to find.
      const name = rotation === null ? sha256(note).slice(0, 16) : keyIdOf(rotation.from);
      await writeFile(path.join(folder, EXPORTED.rotations, `${name}.txt`), note);
    }
    const file = await open(path.join(folder, EXPORTED.log), 'w');
    try {
      for await (const text of log.entries()) await file.write(`${text}\n`);
    } finally {
      await file.close();
    }
    const keys = heldKeys(await services.auditSigner(options.tenant)).map(printNoteKey);
    await writeFile(path.join(folder, EXPORTED.key), keys.map((key) => `${key}\n`).join(''));
  });
}
