import type { Capabilities } from './connector.ts';

/** The configured connections by their id; each is connected on first use. */
export interface Connections {
  /** @throws PermanentError(`CONFIG_INVALID`) when the configuration has no connection of that id. */
  get(id: string): Promise<Capabilities>;
}
