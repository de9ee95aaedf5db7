import type { TryOutcome } from './outcome.ts';

/** The outcome for people. */
export function printOutcome(outcome: TryOutcome, tell: (line: string) => void): void {
  const rule = '─'.repeat(78);
  tell(`\nThe comment on the merge request:\n${rule}\n${outcome.comment.trim()}\n${rule}`);
  tell(`\nVerdict       ${outcome.verdict} (commit status: ${outcome.status ?? 'none'})`);
  tell(
    `Audit log     ${outcome.audit.entries} entries, ${outcome.auditValid ? 'chain verified' : 'NOT VALID'}`,
  );
  tell(`              head ${outcome.audit.head}`);
  for (const [format, file] of Object.entries(outcome.reports)) tell(`${format.padEnd(13)} ${file}`);
  tell(
    `\n${outcome.load.runs} load runs with ${outcome.load.tool}; webhook to last step ${outcome.analysisSeconds} s; all together ${outcome.totalSeconds} s.`,
  );
}
