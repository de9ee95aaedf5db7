import { type Masker } from '../../shared/masking/create-masker.ts';
import { distinctValues } from './distinct-values.ts';
import { rankUnits, repeated } from './hostile-ranking.ts';
import { hostileUnits, KNOWN_HOSTILE } from './hostile-units.ts';
import { bestSpeed, printSpeed, type Speed } from './measure.ts';

const SEED = 4;
const TEXT_LENGTH = 400_000;
const SHOWN = 20;
const LABEL = 60;
const BAR = 1 / 3;

/** Prints the speed on what was slow once and on values that are all different. */
export async function hostile(masker: Masker, normal: Speed): Promise<void> {
  for (const unit of KNOWN_HOSTILE)
    await printShare(masker, normal, `${JSON.stringify(unit)} repeated`, repeated(unit, TEXT_LENGTH));
  for (const [what, text] of Object.entries(distinctValues()))
    await printShare(masker, normal, `${what}, all different`, text);
}

/** Prints how many of some thousand units that were made of what the rules look for are below the bar, and the slowest. */
export function worst(normalLines: string): void {
  const units = hostileUnits(SEED);
  const ranked = rankUnits(units, normalLines);
  const below = ranked.filter(({ share }) => share < BAR).length;
  console.log(`${units.length} units (seed ${SEED}); below a third of normal speed: ${below}. The slowest:`);
  for (const { unit, speed, share } of ranked.slice(0, SHOWN)) {
    const label = JSON.stringify(unit).slice(0, LABEL).padEnd(LABEL);
    console.log(`${label} ${speed.toFixed(1).padStart(6)} MB a CPU second ${share.toFixed(2)} of normal`);
  }
}

async function printShare(masker: Masker, normal: Speed, label: string, text: string): Promise<void> {
  printShareOf(normal, label, await bestSpeed(text.length, () => masker.mask(text), 4));
}

function printShareOf(normal: Speed, label: string, speed: Speed): void {
  const share = speed.processorMegabytesPerSecond / normal.processorMegabytesPerSecond;
  printSpeed(label, speed, `${share.toFixed(2)} of normal${share < BAR ? ', BELOW A THIRD' : ''}`);
}
