import type * as z from 'zod';

const MOST_ISSUES = 8;

/** All faults of a parse in one line, `path: what is wrong`; never a value of the input. */
export function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, MOST_ISSUES).map((issue) => {
    const path = issue.path.map(String).join('.');
    return `${path === '' ? '(whole)' : path}: ${issue.message}`;
  });
  const rest = error.issues.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
