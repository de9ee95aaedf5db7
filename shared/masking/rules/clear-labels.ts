import { inAnySpelling, remembered } from './context.ts';
import { madeOnce } from './made-once.ts';

/**
 * What numbers are called that nothing else is called, by the rule that knows their form. Right behind such a label a number of that form
 * counts whatever its check digits: one that was mistyped still tells of the person.
 */
const LABELS: Readonly<Record<string, string>> = {
  'ar-cuit': 'cui[tl]',
  'au-abn': 'abn',
  'au-tfn': 'tfn|tax file (?:number|no)',
  'be-national': 'rijksregister(?:nummer)?|registre national|num[eé]ro national|niss|insz',
  'bg-egn': 'egn|егн',
  'br-cnpj': 'cnpj',
  'br-cpf': 'cpf',
  'ca-sin': 'sin|social insurance|assurance sociale',
  'ch-ahv': '(?:ahv|avs)n?(?:13)?',
  'cl-rut': 'rut',
  'cn-id': '身份证(?:号码?)?|身分證(?:字號)?',
  'cz-birth': 'rodn[eé] [cč][ií]slo',
  'de-tax': 'steuer-?id(?:nr|entifikationsnummer)?|idnr',
  'fr-nir': 'nir|(?:num[eé]ro de )?s[eé]curit[eé] sociale|num[eé]ro secu|insee',
  'il-id': 'teudat zehut|israeli? id',
  'in-aadhaar': 'aadhaa?r',
  'kr-rrn': 'rrn|resident registration(?: number)?|주민등록(?:번호)?',
  'nl-bsn': 'bsn|burgerservicenummer|sofinummer',
  'no-fnr': 'f[oø]dselsnummer|fnr',
  'pl-nip': 'nip',
  'pl-pesel': 'pesel',
  'pt-nif': 'nif|contribuinte',
  'ro-cnp': 'cnp',
  'ru-inn': 'инн',
  'se-person': 'personnummer|samordningsnummer',
  'tr-id': 'tckn?|t\\.?c\\.? ?kimlik|kimlik',
  'us-npi': 'npi',
  'za-id': 'south african? id',
};

/** Made when a number of the rule is first met: each of them takes as long to read as a line to mask. */
const LABELLED = new Map<string, RegExp>();
/** What digits without groups are not, behind a label in capitals: times in seconds, which end in noughts when they are round. */
const UNLIKELY: ReadonlyMap<string, RegExp> = new Map([['us-npi', /^(?![12])|00$/]]);
const LONGEST_SHORT = 4;
const UNGROUPED = /^\d+$/;

function labelledBy(rule: string): RegExp | undefined {
  const known = LABELLED.get(rule);
  const label = LABELS[rule];
  if (known !== undefined || label === undefined) return known;
  const made = labelled(label);
  LABELLED.set(rule, made);
  return made;
}

/** Groups: the label, the sign and the quote before the number. */
function labelled(label: string): RegExp {
  return new RegExp(sourceOf(label), 'iu');
}

function sourceOf(label: string): string {
  return `(?<![\\p{L}\\d])(${inAnySpelling(label)})(?:[ _-]?(?:id|no|nr|num(?:ber|mer|[eé]ro)?|#|n[°º])\\b)?\\.?["']?(?: {0,2}([:=：]) {0,2}| )(["']?)$`;
}

const ENDS_IN_LABEL = remembered(sourceOf(Object.values(LABELS).join('|')), 'iu');

/** Whether the words before a number end in any of the labels: to be asked first, for most do in none. */
export function endsInLabel(before: string): boolean {
  return ENDS_IN_LABEL.test(before);
}

/**
 * Whether the words before a number, of the form that a rule knows, end in the label of that rule. Three or four letters are counters and
 * variables as often: behind those, digits without groups count when it is in capitals and has a sign behind it, or the number stands in quotes.
 */
export function isClearlyLabelled(rule: string, raw: string, before: string): boolean {
  const match = labelledBy(rule)?.exec(before);
  if (match == null) return false;
  const [, label = '', sign = '', quote = ''] = match;
  if (label.length > LONGEST_SHORT || !UNGROUPED.test(raw)) return true;
  if (UNLIKELY.get(rule)?.test(raw) === true) return false;
  return quote !== '' || isCapital(label, sign);
}

/** `BSN: 123456789`, not `bsn=123456789`. */
export function isCapital(label: string, sign: string): boolean {
  return sign !== '' && label === label.toUpperCase();
}

/** What counts or measures: `120341 rows`, `12034120 ns`. */
const COUNTED = madeOnce(
  () =>
    /^(?:["'])? ?(?:[nµum]?s|sec(?:onds)?|[kmgt]i?b|bytes?|rows?|pages?|lookups?|requests?|req|samples?|packets?|frames?|hits?|calls?|ops|errors?|queries|entries|records?|times?|items?|rekord\p{L}*|scans?|reads?|writes?|events?|keys?|tuples?)(?![\p{L}\d_])/iu,
);
const REACH = 40;

/** Whether what stands behind a number says that it is a count or a measurement. */
export function isCount(text: string, end: number): boolean {
  return COUNTED().test(text.slice(end, end + REACH));
}
