/** What `npm run try -- --json` prints as its last line. */
export interface TryOutcome {
  readonly verdict: string;
  readonly headline: string;
  readonly defect: string;
  readonly runId: string;
  /** The comment as it lies on the merge request, Markdown. */
  readonly comment: string;
  /** State of the commit status. */
  readonly status: string | null;
  /** Report files by format, absolute paths. */
  readonly reports: Readonly<Record<string, string>>;
  readonly auditValid: boolean;
  readonly audit: { readonly entries: number; readonly head: string; readonly faults: number };
  readonly load: { readonly tool: string; readonly runs: number; readonly secondsEach: number };
  /** From webhook to the last step. */
  readonly analysisSeconds: number;
  readonly totalSeconds: number;
  readonly folder: string;
}
