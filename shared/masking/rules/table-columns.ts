import { type FindingType } from '../finding.ts';
import { holdsPseudonym } from '../pseudonyms.ts';
import { DAY } from './fields.ts';
import { madeOnce } from './made-once.ts';
import { PASSWORD_LABELS } from './password-labels.ts';
import { isSaidOfPasswords } from './password-kinds.ts';
import type { SecretClass } from './secret-class.ts';
import { judgeSecretName } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';

/** What the name of a column says of its values: nothing, or how to judge one. A setting's value is judged by its own name. */
export type Column =
  | { readonly kind: 'plain' }
  | { readonly kind: 'secret'; readonly judge: SecretName }
  | { readonly kind: 'setting'; readonly nameAt: number }
  | { readonly kind: 'person'; readonly type: FindingType; readonly form: RegExp };

interface SecretName {
  readonly secretClass: SecretClass;
  /** The name says password: any word may be one. */
  readonly isPassword: boolean;
}

const PLAIN: Column = { kind: 'plain' };
const PASSWORD_NAME = new RegExp(
  `pass(?:w|[ _-]?phrase|code|key)|pwd|kennwort|(?:client|app|shared|consumer)[ _-]?secret|${PASSWORD_LABELS}`,
  'iu',
);
const FOREIGN_NAME = new RegExp(`^(?:${PASSWORD_LABELS})$`, 'iu');
/** The name ends with what it promises: `password_resets` are counted. */
const ENDS_PASSWORD = new RegExp(
  `(?:pass(?:word|wd|wort|code|[ _-]?phrase|key)?|pwd|pin|kennwort|secret|${PASSWORD_LABELS})$`,
  'iu',
);
const NUMBER = /^[+-]?\d+(?:[.,]\d+)*\s?%?$/;
const SETTING_NAME =
  /^(?:name|key|variable|var|setting|parameter|param|property|option|env(?:ironment variable)?|config)$/i;
const SETTING_VALUE = /^(?:value|values|val|wert|content|setting)$/i;

/** Columns about a person: what they are called, the type of their values, and what a value looks like. */
const PERSONAL: readonly {
  readonly name: RegExp;
  readonly type: FindingType;
  readonly form: () => RegExp;
}[] = [
  {
    name: /^(?:(?:first|last|middle|full|given|family|maiden|patient|customer|employee|contact|cardholder)[ _]?name|surname|vorname|nachname|pr[ée]nom|apellidos?|cognome|sobrenome|姓名)$/iu,
    type: 'person',
    form: madeOnce(() => /^(?=.*\p{L}{2})[\p{Lu}\p{Lo}][\p{L}'’. -]{1,60}$/u),
  },
  {
    name: /^(?:dob|birth[ _]?da(?:te|y)|date[ _]of[ _]birth|geburtsdatum|出生日期)$/iu,
    type: 'date_of_birth',
    form: madeOnce(() => new RegExp(`^${DAY}$`, 'i')),
  },
  {
    name: /^(?:ssn|social[ _]security(?:[ _](?:no|nr|number))?)$/i,
    type: 'us_ssn',
    form: madeOnce(() => /^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  },
  {
    name: /^(?:mrn|medical[ _]record(?:[ _](?:no|nr|number))?|(?:patient|member|subscriber)[ _]?(?:id|no|nr|number))$/i,
    type: 'health_id',
    form: madeOnce(() => /^[A-Za-z]{0,4}-?\d[\dA-Za-z-]{3,20}$/),
  },
  {
    name: /^(?:(?:mobile|cell|home|work|tele|customer|contact)?[ _]?phone(?:[ _]?(?:no|nr|number))?|telefon|t[ée]l[ée]phone|tel[ée]fono|telefone|电话|手机号?)$/iu,
    type: 'phone',
    form: madeOnce(() => /^(?!\d+\.\d+$|\(?[1-9]\d?(?: \d{3})+\)?$)\+?(?=(?:[^\d]*\d){7})[\d ()./-]{7,24}$/),
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
    name: /^(?:(?:street|home|postal|mailing|billing|shipping)[ _]?address|address(?:[ _]?line)?(?:[ _]?\d)?|street|adresse|anschrift|direcci[óo]n|indirizzo|endere[çc]o|地址)$/iu,
    type: 'address',
    form: madeOnce(() => /^(?!0x)(?=.*\d)(?=.*\p{L}{3})(?!.*[:@\\])[\p{L}\d][\p{L}\d .,'’#/-]{4,120}$/u),
  },
];

/** Judges the names in a table's head; null when none of them promises anything that must not stay. */
export function columnsOf(names: readonly string[]): readonly Column[] | null {
  const nameAt = names.findIndex((name) => SETTING_NAME.test(name));
  const columns = names.map((name, index): Column =>
    nameAt >= 0 && index !== nameAt && SETTING_VALUE.test(name)
      ? { kind: 'setting', nameAt }
      : columnOf(name),
  );
  return columns.every(({ kind }) => kind === 'plain') ? null : columns;
}

/** Not remembered: what stands between commas is as often a part of somebody's text, which must not outlive it. */
function columnOf(name: string): Column {
  const judge = secretNameOf(name);
  if (judge !== null) return { kind: 'secret', judge };
  const personal = PERSONAL.find((each) => each.name.test(name));
  return personal === undefined ? PLAIN : { kind: 'person', type: personal.type, form: personal.form() };
}

/** What a cell holds that must not stay, by its column. */
export function judgeCell(
  columns: readonly Column[],
  values: readonly string[],
  index: number,
): FindingType | null {
  const column = columns[index];
  const value = values[index];
  if (column === undefined || value === undefined || column.kind === 'plain' || value === '') return null;
  if (column.kind === 'person') return column.form.test(value) && !holdsPseudonym(value) ? column.type : null;
  const name = column.kind === 'secret' ? column.judge : secretNameOf(values[column.nameAt] ?? '');
  return name !== null && isSecretCell(value, name) ? 'secret' : null;
}

function secretNameOf(name: string): SecretName | null {
  const secretClass = FOREIGN_NAME.test(name) ? 'password' : judgeSecretName(name);
  if (secretClass === null) return null;
  const isPassword = secretClass === 'password' && PASSWORD_NAME.test(name) && ENDS_PASSWORD.test(name);
  return { secretClass, isPassword };
}

/** Tables count: what is called `secret` or `pass` there is as often the name or the number of some. */
function isSecretCell(value: string, { secretClass, isPassword }: SecretName): boolean {
  const promised = secretClass === 'password' && !isPassword ? 'token' : secretClass;
  if (isSaidOfPasswords(value)) return false;
  if (promised !== 'password' && NUMBER.test(value) && value.length < LONG_NUMBER) return false;
  return isSecretValue(value, promised, { assigned: true, quoted: true, spaced: true, after: '' });
}

const LONG_NUMBER = 16;
