import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { BETWEEN, DAY } from './fields.ts';

const MONTH =
  'janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|januari|februari|maart|mei|augustus|maj|augusti';
/** A day with its month in words of more languages than a date of a log has. */
const BIRTH = `(?:${DAY}|(?:3[01]|[0-2]?\\d)(?:er|º|°|\\.)? (?:de |di )?(?:${MONTH})(?: de| del)? \\d{4}|(?:19|20)\\d{2}[年년] ?(?:0?[1-9]|1[0-2])[月월] ?(?:3[01]|[0-2]?\\d)[日일]?)`;
/** A time behind it makes it the start of a process. */
const NO_TIME = '(?!\\d|[T ]\\d{2}:)';

/** Written without signs: only right behind its label. */
const COMPACT =
  '(?:(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])|(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])|(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2]))(?:19|20)\\d{2})(?!\\d|\\.\\d)';
/** How it is to be written: `(MM/DD/YYYY)`. */
const ORDER = '(?: ?\\([MDYJTA/. -]{6,14}\\))?';

const FORMS: readonly FieldForm[] = [
  {
    rule: 'birth-date',
    type: 'date_of_birth',
    keywords: [
      'dob',
      'd.o.b',
      'date of birth',
      'dateofbirth',
      'date_of_birth',
      'birthdate',
      'birth_date',
      'birth date',
      'birthday',
      'geburtsdatum',
      'geburtstag',
      'naissance',
      'nacimiento',
      'nascita',
      'nascimento',
      'urodzenia',
      'geboortedatum',
      'date-of-birth',
      'date.of.birth',
      'birth-date',
      'birth.date',
      'f\u0080delsedatum',
      'fodelsedatum',
      'f\u0080dselsdato',
      'fodselsdato',
      'syntym\u0080aika',
      'syntymaaika',
    ],
    form: () =>
      new RegExp(
        `(?:d\\.?o\\.?b\\.?|date[ _.-]?of[ _.-]?birth|birth[ _.-]?da(?:te|y)|geburts(?:datum|tag)|naissance|nacimiento|nascita|nascimento|urodzenia|geboortedatum|f[öo]delsedatum|f[øo]dselsdato|syntym[äa]aika)${ORDER}${BETWEEN}(?:date ?["'])?(${BIRTH}|${COMPACT})`,
        'iy',
      ),
  },
  {
    rule: 'born',
    type: 'date_of_birth',
    keywords: [
      'born',
      'geboren',
      'né le',
      'née le',
      'nacido el',
      'nacida el',
      'nato il',
      'nata il',
      'nascido em',
      'nascida em',
      'urodzon',
    ],
    form: () =>
      new RegExp(
        `(?:born|geboren|n[ée]e? le|nacid[oa] el|nat[oa] il|nascid[oa] em|urodzon[ya])[^\\d\\n]{0,40}?(${BIRTH})${NO_TIME}`,
        'iy',
      ),
  },
  {
    // Cut short: only with the date right behind.
    rule: 'born',
    type: 'date_of_birth',
    keywords: ['geb. ', 'geb.: ', 'ur. '],
    form: () => new RegExp(`(?:geb|ur)\\.:? (?:am |dn\\. )?(${BIRTH})${NO_TIME}`, 'iy'),
  },
  {
    rule: 'birth-date',
    type: 'date_of_birth',
    keywords: ['\u0080\u0080'],
    initials: '生出생дД',
    form: () =>
      new RegExp(
        `(?:生年月日|出生日期|생년월일|[дД]ата рождения)["']? {0,2}[:：=]? {0,2}["']?(${BIRTH})${NO_TIME}`,
        'uy',
      ),
  },
];

/** Days on which people were born. */
export const birthAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
