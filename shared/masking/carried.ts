import { type OpenManifest, scanOpenManifest } from './rules/open-manifests.ts';
import { type Table, tableBehind } from './rules/tables.ts';

/** What goes on behind a part of a text: the next part is to be told of it. Bounded, however long the text. */
export interface Carried {
  readonly table: Table | null;
  readonly manifest: OpenManifest | null;
}

/** Nothing goes on: the beginning of a text. */
export const NOTHING_CARRIED: Carried = { table: null, manifest: null };

/** What goes on behind a part, without masking it; for cutting a text into parts that are masked apart. */
export function carriedBehind(text: string, carried: Carried): Carried {
  return {
    table: tableBehind(text, carried.table),
    manifest: scanOpenManifest(text, carried.manifest).open,
  };
}
