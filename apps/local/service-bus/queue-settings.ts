/** One queue of the namespace. Names and meanings follow Azure Service Bus; times are milliseconds. */
export interface QueueSettings {
  readonly name: string;
  /** How long a peek-locked message stays with its receiver before it is delivered again. */
  readonly lockDurationMs: number;
  /** After so many failed deliveries a message moves to the dead-letter sub-queue. */
  readonly maxDeliveryCount: number;
  /** How long a message id is remembered; 0 turns duplicate detection off. */
  readonly duplicateDetectionWindowMs: number;
  /** Longest life of a message; without it messages do not expire. */
  readonly defaultTtlMs?: number;
  /** Expired messages move to the dead-letter sub-queue instead of vanishing; default false, as in Azure. */
  readonly deadLetterOnExpiration?: boolean;
  /** Bound on the encoded bytes held, dead letters included; default `DEFAULT_QUEUE_BYTES`. */
  readonly maxSizeBytes?: number;
}

/** Azure's limit for the standard tier, whole encoded message or batch. */
export const MAX_MESSAGE_BYTES = 256 * 1024;

/** Messages are kept in memory, so this bounds the process. */
export const DEFAULT_QUEUE_BYTES = 64 * 1024 * 1024;

/** What one small message costs beyond its bytes (objects, maps), so that many tiny ones are bounded too. */
export const MESSAGE_OVERHEAD_BYTES = 512;

/** Ids remembered per queue; beyond it the oldest are forgotten before their window ends. */
export const MAX_REMEMBERED_IDS = 250_000;

export const DEAD_LETTER_SUFFIX = '/$DeadLetterQueue';
