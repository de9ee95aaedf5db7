import type { LoadedPolicy } from '../policy/policy.ts';
import type { ApprovalLinks } from '../ports/approval-links.ts';
import type { Connections } from '../ports/connections.ts';
import type { Lock } from '../ports/lock.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { RunIndex } from '../ports/run-index.ts';

/** What the parts of the `approve` step may ask of the outside. */
export interface ApprovePorts {
  readonly connections: Connections;
  readonly lock: Lock;
  readonly index: RunIndex;
  readonly rawVault: RawVault;
  readonly sender: MessageSender;
  readonly approvalLinks: ApprovalLinks;
  readonly policy: () => Promise<LoadedPolicy>;
}
