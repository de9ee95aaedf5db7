import { JudgingSettings } from './judging-settings.ts';
import type { Layer } from './policy-layers.ts';
import type { SettingsLedger } from './settings-ledger.ts';

const SINGLE = ['alpha', 'falseDiscoveryRate'] as const;
const SECTIONS = ['collect', 'baseline'] as const;

/** Error rates, waiting and ages of baselines of all levels, value by value. */
export function mergeJudging(layers: readonly Layer[], ledger: SettingsLedger): JudgingSettings {
  const settings = new Map<string, unknown>();
  const sections = new Map<string, Map<string, unknown>>(SECTIONS.map((name) => [name, new Map()]));
  for (const layer of layers) {
    for (const name of SINGLE) {
      const value = layer.overlay[name];
      if (value === undefined) continue;
      if (ledger.offer(name, value, layer, layer.originOf([name]))) settings.set(name, value);
    }
    for (const section of SECTIONS) {
      for (const [name, value] of Object.entries(layer.overlay[section])) {
        const granted = ledger.offer(`${section}.${name}`, value, layer, layer.originOf([section, name]));
        if (granted) sections.get(section)?.set(name, value);
      }
    }
  }
  const objects = [...sections].map(([name, values]) => [name, Object.fromEntries(values)] as const);
  return JudgingSettings.parse(Object.fromEntries([...settings, ...objects]));
}
