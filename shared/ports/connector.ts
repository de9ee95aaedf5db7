import type * as z from 'zod';
import type { ApprovalDesk } from './approval-desk.ts';
import type { ChangeHost, ChangeEvents } from './change-host.ts';
import type { Clock } from './clock.ts';
import type { HttpClient } from './http-client.ts';
import type { IssueTracker } from './issue-tracker.ts';
import type { MetricSource } from './metric-source.ts';
import type { Notifier } from './notifier.ts';

/** What a connector offers; absence answers "can it?". */
export interface Capabilities {
  readonly events?: ChangeEvents;
  readonly changes?: ChangeHost;
  readonly metrics?: MetricSource;
  readonly issues?: IssueTracker;
  readonly notifier?: Notifier;
  readonly approvals?: ApprovalDesk;
}

/** The only way out of a connector: retried, broken, traced, bounded; mockable in one place. */
export interface ConnectorKit {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Value of a secret by name. @throws PermanentError(`SECRET_MISSING`). */
  secret(name: string): Promise<string>;
}

/** A vendor. `id` = folder name = registry key. */
export interface Connector<Settings> {
  readonly id: string;
  readonly title: string;
  /** Secrets by name only. */
  readonly settings: z.ZodType<Settings>;
  /** No I/O here. */
  connect(settings: Settings, kit: ConnectorKit): Capabilities;
}
