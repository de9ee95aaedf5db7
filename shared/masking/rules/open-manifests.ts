import { type Finding, STRENGTH } from '../finding.ts';
import { type Place } from './blank-tables.ts';
import { type OpenObjects, secretsOfJsonPart } from './manifest-json.ts';
import { type OpenMapping, secretsOfYamlPart } from './manifest-yaml.ts';
import { isHeldValue } from './manifests.ts';

/** A secret of Kubernetes that goes on behind a part of a text: what is known of it, and nothing of what it holds. */
export interface OpenManifest {
  readonly mapping: OpenMapping | null;
  readonly objects: OpenObjects | null;
}

/** A part is only as long as this when what it holds has no place to cut. */
const LONG = 128 * 1024;
/** `data:` on a line of its own, and as a name of JSON with the backslashes before its quote. */
const YAML_DATA = /^[ +-]{0,64}(?:data|stringData):[ \t\r]*$/m;
/** What says so before its `data` begin, be it in the next part. */
const YAML_KIND = /^[ +-]{0,64}kind:[ \t]{1,8}["']?Secret["']?[ \t\r]*$/m;
const JSON_DATA = /(?:data|stringData)(\\{0,3})"\s{0,8}:\s{0,8}\{/;

/**
 * The values of a secret that is longer than a part of a text: in the part where it begins, and in those in which it goes on. `carried` is
 * what was open where the part before ended. One walk, and none over what is cut where it says.
 */
export function scanOpenManifest(
  text: string,
  carried: OpenManifest | null,
): { readonly findings: readonly Finding[]; readonly open: OpenManifest | null } {
  const isLong = text.length >= LONG && text.includes('ata');
  if (carried === null && !isLong) return NOTHING;
  const yaml = readYaml(text, carried?.mapping ?? null, isLong);
  const json = readJson(text, carried?.objects ?? null, isLong);
  const found = [...yaml.found, ...json.found].filter((place) => isHeldValue(text, place));
  const isOpen = yaml.open !== null || json.open !== null;
  return {
    findings: found.map(toFinding),
    open: isOpen ? { mapping: yaml.open, objects: json.open } : null,
  };
}

const NOTHING_READ = { found: [], open: null };
const NOTHING = { findings: [], open: null };

function readYaml(text: string, carried: OpenMapping | null, isLong: boolean) {
  const mayBegin = isLong && (YAML_DATA.test(text) || (text.includes('Secret') && YAML_KIND.test(text)));
  return carried !== null || mayBegin ? secretsOfYamlPart(text, carried) : NOTHING_READ;
}

function readJson(text: string, carried: OpenObjects | null, isLong: boolean) {
  const level = carried?.level ?? (isLong ? JSON_DATA.exec(text)?.[1]?.length : undefined);
  return level === undefined ? NOTHING_READ : secretsOfJsonPart(text, level, carried);
}

function toFinding({ start, end }: Place): Finding {
  return { start, end, type: 'secret', strength: STRENGTH.shape, rule: 'kubernetes-secret' };
}
