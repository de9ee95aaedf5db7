import { kindAt, LOWER } from '../characters.ts';
import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { isFirm } from './firms.ts';
import { goesOnWith } from './goes-on-with.ts';
import {
  capitalMayFollow,
  isName,
  isSomebody,
  mayBeSigned,
  NAME,
  SIGNED,
  TWO_WORDS,
  WORD,
} from './name-words.ts';
import { hasFirstName, namesThing } from './software-words.ts';

const BEYOND_ASCII = /[^\0-\x7f]/;
/** The end of a value, or the name of the next field. */
const ENDS = /^[ \t]*(?:[,;<>("'`|\\\r\n.)\]}]|$)|^ [\p{L}\w.]{1,24}[=:]/u;
const BEHIND = 32;
/** Labels of nothing but people. */
const OF_PEOPLE =
  /^(?:employee|passenger|guest|attendee|applicant|policyholder|student|teacher|travell?er|mitarbeiter|medewerker|empleado|kund|klant|naam|assignee)/i;
const LONGEST_LABEL = 16;

/** Somebody behind a label of people: what goes on as a sentence has to have a listed first name. */
function isLabelled(value: string, label: string, text: string, end: number): boolean {
  if (!isSomebody(value) || namesThing(value) || isFirm(value)) return false;
  // `passenger: Phusion Passenger`
  if (label.toLowerCase().startsWith(value.slice(value.lastIndexOf(' ') + 1).toLowerCase())) return false;
  if (hasFirstName(value) || BEYOND_ASCII.test(value)) return true;
  return (!value.includes(',') || OF_PEOPLE.test(label)) && ENDS.test(text.slice(end, end + BEHIND));
}

function endOf(value: string, text: string, start: number): number {
  return text.indexOf(value, start) + value.length;
}

const LABELS =
  'customer,client,employee,passenger,caller,guest,attendee,applicant,policyholder,tenant,student,teacher,assignee,recipient,sender,traveller,traveler,kunde,kundin,mitarbeiter,mitarbeiterin,klant,medewerker,cliente,empleado,naam'.split(
    ',',
  );
const BLANK = 0x20;
const MISSING = '必須|必填|入力|不明|なし|未入力|未知|匿名|없음|필수';
const NOBODY_IN_RUSSIAN = '(?:Файл|Имя|Тест|Сервер|Пользователь|Система|Неизвест)';
const LETTER_OF_EAST = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}ー]';

const TITLE_BEHIND = /^ (?:MRS?|MS|MISS|MSTR|DR)(?![A-Za-z])/;

const FORMS: readonly FieldForm[] = [
  {
    rule: 'person-label',
    type: 'person',
    keywords: LABELS,
    form: () =>
      new RegExp(
        `(?:${LABELS.map((label) => `[${label.charAt(0)}${label.charAt(0).toUpperCase()}]${label.slice(1)}`).join('|')})${SIGNED}(${WORD}, ${WORD}(?: \\p{Lu}\\.)?|${TWO_WORDS})`,
        'uy',
      ),
    mayMatch: ({ bytes }, _, end) => mayBeSigned(bytes, end),
    accepts: (value, { text }, start) =>
      isLabelled(value, text.slice(start, start + LONGEST_LABEL), text, endOf(value, text, start)),
  },
  {
    // `Name: Okafor, Amara MRN: …`
    rule: 'person-label',
    type: 'person',
    keywords: ['name:'],
    form: () => new RegExp(`[Nn]ame:[ \\t]{1,4}(${WORD}, ${WORD})`, 'uy'),
    mayMatch: ({ bytes }, _, end) => bytes[end] === BLANK && (kindAt(bytes, end + 1) & LOWER) === 0,
    accepts: (value) => isSomebody(value) && !namesThing(value) && hasFirstName(value),
  },
  {
    rule: 'person-label',
    type: 'person',
    keywords: ['\u0080\u0080'],
    initials: 'иИфФкКсСпПоО',
    form: () =>
      new RegExp(
        `(?:[Ии]мя|[Фф]амилия|[Оо]тчество|ФИО|[Кк]лиент|[Сс]отрудник|[Пп]ациент)${SIGNED}((?!${NOBODY_IN_RUSSIAN})\\p{Lu}\\p{Ll}{1,24}(?:-\\p{Lu}\\p{Ll}{1,24})?(?: \\p{Lu}(?:\\p{Ll}{1,24}|\\.)){0,2})(?!\\p{L})`,
        'uy',
      ),
    mayMatch: ({ text }, start) => /^\p{sc=Cyrillic}{3,9}["'` \\:=]/u.test(text.slice(start, start + 10)),
  },
  {
    rule: 'person-label',
    type: 'person',
    keywords: ['\u0080\u0080'],
    initials: '氏姓名お患顧客이성고',
    form: () =>
      new RegExp(
        `(?:氏名|姓名|お?名前|患者名|顧客名|客户姓名|이름|성명|성함|고객명)["']?[ \\t]{0,2}[:：=「][ \\t\u3000]{0,2}["']?((?!${MISSING})${LETTER_OF_EAST}{1,12}(?:[ \u3000・]${LETTER_OF_EAST}{1,8})?)`,
        'uy',
      ),
  },
  {
    rule: 'title',
    type: 'person',
    keywords: ['dott. ', 'dott.ssa ', 'prof.ssa ', 'avv. '],
    form: () => new RegExp(`(?:[Dd]ott\\.(?:ssa)?|[Pp]rof\\.ssa|[Aa]vv\\.) (${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isName,
  },
  {
    // As records of bookings write it.
    rule: 'passenger',
    type: 'person',
    keywords: ['passenger', 'pax'],
    mayMatch: goesOnWith(/[ :=]/),
    form: /(?:passenger|pax)(?: name)?(?: ?[:=] ?| )["']?([A-Z]{2,24}\/[A-Z]{2,24}(?: [A-Z]{2,16}(?= (?:MRS?|MS|MISS|MSTR|DR)(?![A-Za-z])))?)(?![\w/])/iy,
    // Programs that serve are called so, too: with a sign, or the title behind.
    accepts: (value, { text }, start) => {
      const at = text.indexOf(value, start);
      return (
        value === value.toUpperCase() &&
        (/[:=]|name/i.test(text.slice(start, at)) ||
          TITLE_BEHIND.test(text.slice(at + value.length, at + value.length + BEHIND)))
      );
    },
  },
  {
    // A search for a patient (HL7 FHIR, R4).
    rule: 'name-parameter',
    type: 'person',
    keywords: ['?family=', '&family=', '?given=', '&given='],
    form: /[?&](?:family|given)=([^\s&"'#<>]{2,60})/iy,
    accepts: (value, { text }, start) =>
      /\p{L}/u.test(value) &&
      /(?:patient|practitioner|person)\?[^\s]{0,80}$/i.test(text.slice(Math.max(0, start - 100), start + 1)),
  },
];

/** People behind labels of what they are to somebody, and names behind labels of other scripts. */
export const labelledPeopleAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
