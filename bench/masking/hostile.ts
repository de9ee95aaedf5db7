import { type Masker } from '../../shared/masking/create-masker.ts';
import { hostileUnits, KNOWN_HOSTILE } from './hostile-units.ts';
import { bestSpeed, printSpeed, type Speed } from './measure.ts';

const SEED = 4;
const FIRST_LOOK = 16_000;
const SECOND_LOOK = 400_000;
const LOOKED_AT_AGAIN = 60;
const SHOWN = 20;
const BAR = 1 / 3;

/** Lines in which every value is another one: a pseudonym has to be made for each of them. */
const DISTINCT: Readonly<Record<string, (number: number) => string>> = {
  addresses: (number) =>
    `${11 + (number % 200)}.${number % 251}.${(number >> 8) % 251}.${(number >> 16) % 251} `,
  'e-mail': (number) => `u${number}@example.com `,
  names: (number) => `Mary S${'abcdefghij'.charAt(number % 10)}${'abcdefghij'.charAt((number >> 4) % 10)}n, `,
};

/** Prints the speed on what was slow once, on values that are all different, and on the slowest of some thousand made units. */
export async function hostile(masker: Masker, normal: Speed): Promise<void> {
  for (const unit of KNOWN_HOSTILE)
    await printShare(masker, normal, `${JSON.stringify(unit)} repeated`, repeated(unit));
  for (const [what, make] of Object.entries(DISTINCT)) {
    const text = Array.from({ length: SECOND_LOOK / 16 }, (_, number) => make(number)).join('');
    await printShare(masker, normal, `${what}, all different`, text);
  }
}

/** Prints the slowest of some thousand units that were made of what the rules look for. */
export async function worst(masker: Masker, normal: Speed): Promise<void> {
  const units = hostileUnits(SEED);
  const first = await rank(masker, units, FIRST_LOOK, 2);
  const second = await rank(
    masker,
    first.slice(0, LOOKED_AT_AGAIN).map(({ unit }) => unit),
    SECOND_LOOK,
    4,
  );
  const limit = normal.processorMegabytesPerSecond * BAR;
  const below = second.filter(({ speed }) => speed.processorMegabytesPerSecond < limit).length;
  console.log(`${units.length} units (seed ${SEED}); below a third of normal speed: ${below}. The slowest:`);
  for (const { unit, speed } of second.slice(0, SHOWN)) printShareOf(normal, JSON.stringify(unit), speed);
}

interface Measured {
  readonly unit: string;
  readonly speed: Speed;
}

async function rank(
  masker: Masker,
  units: readonly string[],
  length: number,
  tries: number,
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const unit of units) {
    const text = repeated(unit, length);
    measured.push({ unit, speed: await bestSpeed(text.length, () => masker.mask(text), tries) });
  }
  return measured.sort((a, b) => a.speed.processorMegabytesPerSecond - b.speed.processorMegabytesPerSecond);
}

async function printShare(masker: Masker, normal: Speed, label: string, text: string): Promise<void> {
  printShareOf(normal, label, await bestSpeed(text.length, () => masker.mask(text), 4));
}

function printShareOf(normal: Speed, label: string, speed: Speed): void {
  const share = speed.processorMegabytesPerSecond / normal.processorMegabytesPerSecond;
  printSpeed(label, speed, `${share.toFixed(2)} of normal${share < BAR ? ', BELOW A THIRD' : ''}`);
}

function repeated(unit: string, length = SECOND_LOOK): string {
  return unit.repeat(Math.ceil(length / unit.length));
}
