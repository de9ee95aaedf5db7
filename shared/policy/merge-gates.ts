import { RollingGate } from '../contracts/plan.ts';
import { compareStrictness } from './compare-strictness.ts';
import type { Layer } from './policy-layers.ts';
import type { GateOverlay } from './policy-overlay.ts';
import type { SettingsLedger } from './settings-ledger.ts';

/** What a gate of a level below has when it does not say. */
const DEFAULTS = { window: 10, noiseFactor: 0 };

/** Rolling gates of all levels, by id; a new one only adds a bound, so every level may bring one. */
export function mergeGates(layers: readonly Layer[], ledger: SettingsLedger): readonly RollingGate[] {
  const gates = new Map<string, RollingGate>();
  for (const layer of layers) {
    for (const [index, entry] of layer.overlay.gates.entries()) {
      const path = `gates.${entry.id}`;
      const origin = layer.originOf(['gates', index]);
      const standing = gates.get(entry.id);
      if (standing !== undefined) {
        gates.set(entry.id, changedGate(standing, entry, index, layer, ledger));
        continue;
      }
      const complete = RollingGate.safeParse({ ...DEFAULTS, ...entry });
      if (!complete.success) {
        const missing = complete.error.issues.map((issue) => issue.path.join('.')).join(', ');
        ledger.refuse(
          path,
          origin,
          `no level above has a gate "${entry.id}", and a gate of its own also needs ${missing}`,
        );
        continue;
      }
      if (!ledger.mayAdd(path, layer, origin, null)) continue;
      for (const [field, value] of Object.entries(complete.data)) {
        ledger.put(`${path}.${field}`, value, layer.originOf(['gates', index, field]));
      }
      gates.set(entry.id, complete.data);
    }
  }
  return [...gates.values()];
}

function changedGate(
  standing: RollingGate,
  entry: GateOverlay,
  index: number,
  layer: Layer,
  ledger: SettingsLedger,
): RollingGate {
  const granted = Object.entries(entry).filter(([field, value]) => {
    if (field === 'id') return false;
    const origin = layer.originOf(['gates', index, field]);
    // Which way a fixed limit is tighter depends on the gate's direction, as `max` and `min` of a budget do.
    const bound = standing.direction === 'lower-is-better' ? 'max' : 'min';
    const isTighterLimit = field === 'limit' && compareStrictness(bound, standing.limit, value) === 'tighter';
    const path = `gates.${entry.id}.${field}`;
    return isTighterLimit
      ? ledger.offerTighter(path, value, layer, origin)
      : ledger.offer(path, value, layer, origin);
  });
  return RollingGate.parse({ ...standing, ...Object.fromEntries(granted) });
}
