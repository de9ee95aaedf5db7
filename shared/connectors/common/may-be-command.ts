/** Whether a comment may hold a command for us: only then is anybody asked about it. */
export function mayBeCommand(text: string): boolean {
  return text.includes('/perf-agent ');
}

/** When a host says that something was written. @returns null for what is no time */
export function timeOf(text: string | null | undefined): Date | null {
  // GitLab of old writes "2015-05-17 18:08:09 UTC".
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}
