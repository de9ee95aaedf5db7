import { AGENT_CLASSES } from './agent-classes.ts';
import type { Attack } from './attack.ts';
import { DISGUISES } from './disguises.ts';
import { EXFILTRATION } from './exfiltration.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { LAYERED_CLASSES } from './layered-classes.ts';
import { NEWER_CLASSES } from './newer-classes.ts';

/** All attacks, each with a name of its own. */
export const ATTACKS: readonly (Attack & { readonly name: string })[] = [
  ...INSTRUCTIONS,
  ...DISGUISES,
  ...EXFILTRATION,
  ...NEWER_CLASSES,
  ...AGENT_CLASSES,
  ...LAYERED_CLASSES,
].map((attack, index) => ({
  ...attack,
  name: `${attack.kind} ${index + 1} (${Object.keys(attack.planted).join(', ')})`,
}));
