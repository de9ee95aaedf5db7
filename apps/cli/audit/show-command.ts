import { Command } from 'commander';
import { AuditEntry } from '../../../shared/contracts/audit-note.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { EXIT } from '../exit-codes.ts';
import { runCommand } from '../run-command.ts';
import { oneLine } from '../terminal-text.ts';
import { type AuditOptions, parseNumber, withLog } from './audit-options.ts';
import { withAuditLog } from './with-audit-log.ts';

interface ShowOptions extends AuditOptions {
  readonly entry?: number;
  readonly run?: string;
  readonly action?: string;
}

/** `perf-agent audit show`: entries in words. */
export function createShowCommand(): Command {
  return withLog(new Command('show'))
    .description('print entries: what was done, by whom, from what; verifies nothing')
    .option('--entry <n>', 'this entry', parseNumber)
    .option('--run <id>', 'the entries of a run')
    .option('--action <name>', 'entries of this action, or of all that begin so, e.g. "model."')
    .addHelpText('after', '\nExit codes: 0 shown, 1 there is no such entry, 2 usage.')
    .action((options: ShowOptions) =>
      runCommand(options, async () => {
        let shown = 0;
        await withAuditLog(options, async (log) => {
          for await (const text of log.entries()) {
            const entry = entryOf(text);
            if (!isAskedFor(entry, options)) continue;
            shown += 1;
            console.log(options.json === true ? text : inWords(entry));
            if (entry.sequence === options.entry) return;
          }
        });
        return shown > 0 ? EXIT.ok : EXIT.negative;
      }),
    );
}

function isAskedFor({ sequence, note }: AuditEntry, { entry, run, action }: ShowOptions): boolean {
  const matches = [
    entry === undefined || sequence === entry,
    run === undefined || note.runId === run,
    action === undefined || note.action === action || note.action.startsWith(action),
  ];
  return matches.every(Boolean);
}

function inWords({ sequence, note, hash }: AuditEntry): string {
  const details = Object.entries(note.details).map(([name, value]) => `${name} ${oneLine(String(value))}`);
  const refs = (what: string, list: AuditEntry['note']['inputs']): string[] =>
    list.map(({ ref, sha256 }) => `  ${what} ${ref} sha256:${sha256}`);
  return [
    `${sequence}  ${note.at}  ${note.action}  ${oneLine(note.subject)}`,
    `  by ${note.actor}${note.runId === null ? '' : ` in ${note.runId}`}`,
    ...(details.length === 0 ? [] : [`  ${details.join(', ')}`]),
    ...refs('from', note.inputs),
    ...refs('made', note.outputs),
    `  hash ${hash}`,
  ].join('\n');
}

function entryOf(text: string): AuditEntry {
  try {
    return AuditEntry.parse(JSON.parse(text));
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', 'An entry cannot be read; "audit verify" says which.', {
      cause: error,
    });
  }
}
