import type { Passed } from './planting-proxy.ts';

/** A signed request, as the host would send it. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A code host on which people write secrets wherever they can write. */
export interface PlantedHost {
  readonly connection: { readonly id: string; readonly connector: string; readonly settings: unknown };
  readonly secrets: Readonly<Record<string, string>>;
  readonly service: string;
  /** Opens change 1, which is judged by everything; the webhook that tells of it. */
  open(head: string, base: string): SignedRequest;
  /** Webhooks of other kinds and of changes whose short fields hold the rest of the values. */
  others(head: string, base: string): readonly SignedRequest[];
  /** Calls of the product that the host refuses in so many words, and the webhook that leads to them. */
  refusing(base: string): SignedRequest;
  /** Somebody of that name comments on change 1. @param may whether that person may write to the project */
  say(name: string, text: string, may: boolean): SignedRequest;
  /** Comments that people see on change 1. */
  comments(): readonly string[];
  /** What the product sent. */
  passed(): readonly Passed[];
  /** What it was answered. */
  answers(): readonly string[];
  stop(): Promise<void>;
}
