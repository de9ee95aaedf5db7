/** Raw payloads, for hours only, in a container of their own; masked before anything else sees them. */
export interface RawVault {
  put(ref: string, bytes: Uint8Array, contentType: string, signal: AbortSignal): Promise<void>;
  /** @returns null when it is gone (its life is hours) or never was. */
  take(ref: string, signal: AbortSignal): Promise<Uint8Array | null>;
}
