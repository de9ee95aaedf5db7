import { type FindingType } from '../finding.ts';
import { isProgram } from './accounts.ts';
import { DAY, namesSomebody } from './fields.ts';
import { isFirm } from './firms.ts';
import { madeOnce } from './made-once.ts';
import { isSomebody, TWO_WORDS, WORD } from './name-words.ts';
import { namesThing } from './software-words.ts';

/** What the name of a field or column says of a person. */
export interface PersonalField {
  readonly type: FindingType;
  /** Whether a cell of a table, where nothing else says what it is, looks like such a value. */
  readonly holds: (value: string) => boolean;
  /** Whether a text between quotes or tags does, which begin and end it. */
  readonly holdsQuoted: (value: string) => boolean;
}

interface Kind {
  /** The name in words, with single blanks between them. */
  readonly name: RegExp;
  readonly type: FindingType;
  readonly form: () => RegExp;
  readonly quoted?: () => RegExp;
  readonly accepts?: (value: string) => boolean;
}

const PHONE = madeOnce(
  () => /^(?!\d+\.\d+$|\(?[1-9]\d?(?: \d{3})+\)?$)\+?(?=(?:[^\d]*\d){7})[\d ()./-]{7,24}$/,
);
const BIRTH = madeOnce(
  () =>
    new RegExp(
      `^(?:${DAY}|(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]))(?:[T ]\\d{2}:\\d{2}[\\d:.]{0,13}(?:Z|[+-]\\d{2}:?\\d{2})?)?$`,
      'i',
    ),
);
/** Words that stand where a name is missing. */
const NOBODY =
  '(?:null|none|nil|undefined|unknown|n\\/a|string|text|true|false|varchar|required|missing|invalid|empty)';

const KINDS: readonly Kind[] = [
  {
    name: /^(?:(?:\p{L}{2,16} )?(?:first|last|middle|full|given|family|maiden|sur) ?name|(?:patient|customer|employee|contact|cardholder) ?name|vorname|nachname|pr[ée]nom|apellidos?|cognome|sobrenome|姓名)$/iu,
    type: 'person',
    form: madeOnce(() => /^(?=.*\p{L}{2})[\p{Lu}\p{Lo}][\p{L}'’. -]{1,60}$/u),
    quoted: madeOnce(
      () => new RegExp(`^(?!${NOBODY}$)(?=.*\\p{L}{2}|\\p{Lo})\\p{L}[\\p{L}\\p{M}'’., -]{0,60}$`, 'iu'),
    ),
  },
  {
    name: /^(?:\p{L}{2,16} )?(?:dob|birth ?da(?:te|y)|(?:date|day) ?of ?birth|geburtsdatum|出生日期)$/iu,
    type: 'date_of_birth',
    form: BIRTH,
  },
  {
    name: /^(?:ssn|social security(?: (?:no|nr|number))?)$/i,
    type: 'us_ssn',
    form: madeOnce(() => /^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  },
  {
    name: /^(?:dni|nif|cpf|cnpj|pesel|bsn|nino|aadhaa?r(?: (?:no|number))?|nric|hkid|cnic|curp|personnummer|f[øo]dselsnummer|henkil[öo]tunnus|hetu|codice fiscale|steuer ?id(?:nr)?|tax (?:id|file number|number)|(?:national|identity|citizen|government) ?(?:id|card|number|no)(?: ?(?:card|number|no|nr))?|personal (?:id|code|identification number)|passport(?: ?(?:no|number))?|(?:drivers?|driving) ?licen[cs]e(?: (?:no|number))?|身份证(?:号码?)?)$/iu,
    type: 'national_id',
    form: madeOnce(() => /^(?!-?\d+\.\d+$|\d{4}-\d{2}-\d{2})(?=(?:[^\d]*\d){5})[A-Z\d][A-Z\d ./-]{5,22}$/i),
  },
  {
    // The number of a payment card, or India's of a taxpayer.
    name: /^(?:pan|card ?(?:no|number|num)|credit card(?: (?:no|number))?)$/i,
    type: 'credit_card',
    form: madeOnce(() => /^(?:\d[ -]?){12,19}$|^[A-Z]{5}\d{4}[A-Z]$/),
  },
  {
    name: /^(?:nhs|medicare|insurance|npi) ?(?:no|number|id)?$/i,
    type: 'health_id',
    form: madeOnce(() => /^(?!\d+\.\d+$)(?=(?:[^\d]*\d){5})[A-Z\d][A-Z\d -]{5,20}$/i),
  },
  {
    name: /^(?:user ?name|user login|login name|log ?name|sam ?account ?name)$/i,
    type: 'username',
    form: madeOnce(() => /^[A-Za-z][\w.@-]{2,40}$/),
    accepts: (value) => namesSomebody(value) && !isProgram(value),
  },
  {
    name: /^(?:mrn|medical record(?: (?:no|nr|number))?|(?:patient|member|subscriber) ?(?:id|no|nr|number))$/i,
    type: 'health_id',
    form: madeOnce(() => /^[A-Za-z]{0,4}-?\d[\dA-Za-z-]{3,20}$/),
  },
  {
    name: /^(?:(?:mobile|cell|home|work|tele|customer|contact)? ?phone(?: ?(?:no|nr|number))?|telefon|t[ée]l[ée]phone|tel[ée]fono|telefone|电话|手机号?)$/iu,
    type: 'phone',
    form: PHONE,
  },
  {
    // Of bytes and visits as often: as numbers of phones are written, not as a count is.
    name: /^mobile$/i,
    type: 'phone',
    form: madeOnce(
      () =>
        /^(?!\(?[1-9]\d?(?: \d{3})+\)?$|\d{1,3}(?:\.\d{3})+$|\d+\.\d+$)(?=[+0(]|\d{1,6}[ ()./-])\+?(?=(?:[^\d]*\d){7})[\d ()./-]{7,24}$/,
    ),
  },
  {
    name: /^(?:(?:street|home|postal|mailing|billing|shipping) ?address|address(?: ?line)?(?: ?\d)?|street|adresse|anschrift|direcci[óo]n|indirizzo|endere[çc]o|地址)$/iu,
    type: 'address',
    form: madeOnce(() => /^(?!0x)(?=.*\d)(?=.*\p{L}{3})(?!.*[:@\\])[\p{L}\d][\p{L}\d .,'’#/-]{4,120}$/u),
  },
];

const LONGEST_NAME = 40;
/** Names of anything, and of people where what stands beside them is theirs. */
const SOMEBODY = /^(?:name|customer|client|patient|employee|contact|person|passenger|guest)$/i;
const BESIDE_SOMEBODY =
  /^(?:e ?mail(?: address)?|age|gender|sex|salary|nationality|blood (?:type|group)|diagnosis)$/i;
const LATITUDE = /^(?:(?:gps|geo|home|start|end|pickup|dropoff) )?lat(?:itude)?$/i;
const LONGITUDE = /^(?:(?:gps|geo|home|start|end|pickup|dropoff) )?(?:long?(?:itude)?|lng)$/i;
const ANGLE = /^-?\d{1,3}\.\d{3,15}$/;
const WHOLE_NAME = madeOnce(() => new RegExp(`^(?:${TWO_WORDS}|${WORD}, ${WORD})$`, 'u'));

const holdsAngle = (value: string): boolean => ANGLE.test(value);
const PLACE: PersonalField = { type: 'address', holds: holdsAngle, holdsQuoted: holdsAngle };
const holdsWholeName = (value: string): boolean =>
  WHOLE_NAME().test(value) && isSomebody(value) && !namesThing(value) && !isFirm(value);
const PERSON: PersonalField = { type: 'person', holds: holdsWholeName, holdsQuoted: holdsWholeName };

/** What the names of a head or of a list of columns say, each for itself and beside the others. */
export function personalFieldsOf(names: readonly string[]): readonly (PersonalField | null)[] {
  const fields = names.map(personalFieldOf);
  const words = names.map((name) => (name.length > LONGEST_NAME ? '' : wordsOf(name)));
  const isPlaced = words.some((each) => LATITUDE.test(each)) && words.some((each) => LONGITUDE.test(each));
  const isOfPeople =
    fields.some((field) => field !== null) || words.some((each) => BESIDE_SOMEBODY.test(each));
  return fields.map((field, index) => {
    const word = words[index]!;
    if (field !== null) return field;
    if (isPlaced && (LATITUDE.test(word) || LONGITUDE.test(word))) return PLACE;
    return isOfPeople && SOMEBODY.test(word) ? PERSON : null;
  });
}

/** The words of a name in any spelling: `first_name`, `firstName`, `first-name`, `patient.first.name`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[\s_.-]+/g, ' ')
    .trim();
}

/** What the name of a field or column says of the person whose it is; null where it says nothing. */
export function personalFieldOf(name: string): PersonalField | null {
  if (name.length > LONGEST_NAME) return null;
  const words = wordsOf(name);
  const kind = KINDS.find((each) => each.name.test(words));
  if (kind === undefined) return null;
  const { type, form, quoted = form, accepts } = kind;
  const isOf = (value: string, looks: RegExp): boolean =>
    looks.test(value) && (accepts === undefined || accepts(value));
  return {
    type,
    holds: (value) => isOf(value, form()),
    holdsQuoted: (value) => isOf(value, quoted()) && !isName(value),
  };
}

/** `<LastName>Last name</LastName>`: what a form is labelled with. */
function isName(value: string): boolean {
  const words = wordsOf(value);
  return words.length <= LONGEST_NAME && KINDS.some((each) => each.name.test(words));
}
