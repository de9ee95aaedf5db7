import { type FindingType } from '../finding.ts';
import { holdsPseudonym } from '../pseudonyms.ts';
import { PASSWORD_LABELS } from './password-labels.ts';
import { isSaidOfPasswords } from './password-kinds.ts';
import { type PersonalField, personalFieldsOf } from './personal-fields.ts';
import type { SecretClass } from './secret-class.ts';
import { judgeSecretName } from './secret-names.ts';
import { isSecretValue } from './secret-values.ts';

/** What the name of a column says of its values: nothing, or how to judge one. A setting's value is judged by its own name. */
export type Column =
  | { readonly kind: 'plain' }
  | { readonly kind: 'secret'; readonly judge: SecretName }
  | { readonly kind: 'setting'; readonly nameAt: number }
  | { readonly kind: 'person'; readonly type: FindingType; readonly holds: (value: string) => boolean };

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

/** Judges the names in a table's head; null when none of them promises anything that must not stay. */
export function columnsOf(names: readonly string[]): readonly Column[] | null {
  const nameAt = names.findIndex((name) => SETTING_NAME.test(name));
  const personal = personalFieldsOf(names);
  const columns = names.map((name, index): Column =>
    nameAt >= 0 && index !== nameAt && SETTING_VALUE.test(name)
      ? { kind: 'setting', nameAt }
      : columnOf(name, personal[index] ?? null),
  );
  return columns.every(({ kind }) => kind === 'plain') ? null : columns;
}

/** Not remembered: what stands between commas is as often a part of somebody's text, which must not outlive it. */
function columnOf(name: string, personal: PersonalField | null): Column {
  const judge = secretNameOf(name);
  if (judge !== null) return { kind: 'secret', judge };
  return personal === null ? PLAIN : { kind: 'person', type: personal.type, holds: personal.holds };
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
  if (column.kind === 'person') return column.holds(value) && !holdsPseudonym(value) ? column.type : null;
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
