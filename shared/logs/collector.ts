import { NO_SEVERITY } from './severity.ts';

/**
 * Who put something of his own before each line of a log: Kubernetes' container runtimes (CRI), Docker's json-file, Compose
 * and Swarm, `kubectl logs --prefix`, stern, the journal and syslog daemons, the journal's JSON, text in Google Cloud's and in other
 * JSON, jobs of GitLab and GitHub, Heroku, CloudWatch, Loki's `logcli`, and runners of several programs (foreman, pm2, tasks). Java's own logging
 * is none, but writes time and class into a line before that with level and message.
 */
export type Collector =
  | 'cri'
  | 'json-file'
  | 'compose'
  | 'compose with time'
  | 'journal'
  | 'journal as JSON'
  | 'Google text'
  | 'message in JSON'
  | 'kubectl'
  | 'kubectl with time'
  | 'stern'
  | 'stern with time'
  | 'GitLab job'
  | 'GitHub job'
  | 'Heroku'
  | 'CloudWatch'
  | 'logcli'
  | 'foreman'
  | 'pm2'
  | 'java.util.logging'
  | 'time'
  | 'task';

/** A line as the program wrote it, and what the collector said of it. */
export interface CollectedLine {
  /** The program's own line: text[start, stop). */
  readonly text: string;
  readonly start: number;
  readonly stop: number;
  /** When it was collected, as the collector writes it; empty when he does not say. */
  readonly time: string;
  /** Lines of one source follow each other as the program wrote them; those of others may stand between them. */
  readonly source: string;
  /** Name of the program, the same in all its processes; empty when the collector does not say. */
  readonly program: string;
  /** Rank of the level that the collector gave the line, or NO_SEVERITY. */
  readonly severity: number;
  /** The runtime cut the line here: the next one of its source carries it on. */
  readonly isPart: boolean;
}

/** What is known of a log that no one collected, but for the line itself. */
export const NO_COLLECTOR = {
  time: '',
  source: '',
  program: '',
  severity: NO_SEVERITY,
  isPart: false,
} as const;
