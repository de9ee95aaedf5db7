import { type Sender } from 'rhea';
import { type Claim } from './access-key.ts';

/** What the broker knows of one client connection. */
export interface ConnectionState {
  /** Newest first. */
  readonly claims: Claim[];
  /** Links that answers are sent on, by the address that requests name. */
  readonly replyLinks: Map<string, Sender>;
  /** What has to be undone when the connection ends, by link. */
  readonly releases: Map<object, () => void>;
}

export function createConnectionState(): ConnectionState {
  return { claims: [], replyLinks: new Map(), releases: new Map() };
}

/** Takes all links of an ended connection out of service. */
export function releaseConnection(state: ConnectionState): void {
  for (const release of state.releases.values()) release();
  state.releases.clear();
  state.replyLinks.clear();
}
