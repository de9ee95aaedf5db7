import { flagsOf, letterKind, LOWER } from '../characters.ts';
import { type FieldForm } from './field-form.ts';
import { isFirstName } from './first-names.ts';
import { goesOnWith } from './goes-on-with.ts';
import {
  APOSTROPHE_WITHIN,
  capitalMayFollow,
  isName,
  isSomebody,
  mayBeSigned,
  NAME,
  SIGNED,
  TWO_WORDS,
} from './name-words.ts';
import { namesThing } from './software-words.ts';

const SMALL_V = 0x76;

/** One to three capitalised words, none of which is the next label: `Nom: Lefèvre Prénom: Camille`. */
const VALUE = `\\p{Lu}(?:[\\p{L}.-]|${APOSTROPHE_WITHIN}){1,30}(?:[ ]\\p{Lu}(?:[\\p{L}.-]|${APOSTROPHE_WITHIN}){1,30}(?![\\p{L}]*["'\`]?[ ]?[:=])){0,2}`;
const RELATIVE =
  'kid|child|son|daughter|wife|husband|brother|sister|mother|father|mom|dad|uncle|aunt|cousin|nephew|niece|grandson|granddaughter|boss|colleague|roommate|neighbou?r|friend';
const GENERIC_LABEL = /^(?:nom|nome|nombre)(?![a-z])/i;
const SURNAME_LABEL = /pr[ée]nom|cognome|sobrenome|apellido/i;
const NO_GREETING =
  /^(?:World|Gr[uü]ße|Kollegen|Kolleg|Kunden|Kunde|Kundin|All|Alle|There|Folks|Guys|Friends|Colleagues)/;

/** `contacto`, `contact person`, `Ansprechpartnerin` */
function labelMayGoOn(bytes: Uint8Array, end: number): boolean {
  return ENDS_LABEL[bytes[bytes[end] === BLANK ? end + 1 : end] ?? 0]!;
}

const ENDS_LABEL = flagsOf(/[poi]/);
const BLANK = 0x20;

/** Names behind labels, forms of address and verbs of several languages. */
export const NAME_LABELS: readonly FieldForm[] = [
  {
    rule: 'name-field',
    type: 'person',
    keywords: [
      'prenom',
      'prénom',
      'nom',
      'nombre',
      'apellido',
      'nome',
      'cognome',
      'sobrenome',
      'voornaam',
      'achternaam',
      'imię',
      'nazwisko',
    ],
    form: () =>
      new RegExp(
        `(?:pr[ée]nom|nom(?: de famille)?|nombres?|apellidos?|nome|cognome|sobrenome|voornaam|achternaam|imię|nazwisko)${SIGNED}(${VALUE})(?![\\p{L}\\d_=])`,
        'iuy',
      ),
    mayMatch: goesOnWith(/[ \t"'`\\:=sS]/),
    // `nom` and its like are labels of anything: only of two words, a listed name, or beside the other half of a name.
    accepts: (value, { text }, start) =>
      isSomebody(value) &&
      /^\p{Lu}/u.test(value) &&
      (!GENERIC_LABEL.test(text.slice(start, start + 7)) ||
        /^\p{L}+ \p{L}+/u.test(value) ||
        isFirstName(value.toLowerCase()) ||
        SURNAME_LABEL.test(text.slice(Math.max(0, start - 60), start + 80))),
  },
  {
    rule: 'name-label',
    type: 'person',
    keywords: [
      'contact',
      'requester',
      'owner',
      'manager',
      'supervisor',
      'reporter',
      'reviewer',
      'approver',
      'ansprechpartner',
      'bearbeiter',
      'kontakt',
      'interlocuteur',
      'responsable',
      'contacto',
      'referente',
    ],
    form: () =>
      new RegExp(
        `(?:[Cc]ontact(?: person|persoon|o)?|[Rr]equester|[Oo]wner|[Mm]anager|[Ss]upervisor|[Rr]eporter|[Rr]eviewer|[Aa]pprover|[Aa]nsprechpartner(?:in)?|[Bb]earbeiter|[Kk]ontakt|[Ii]nterlocuteur|[Rr]esponsable|[Rr]eferente)${SIGNED}(${TWO_WORDS})(?=[ \\t]*(?:[,;<("'|\\\\\\r\\n]|$)|[ ][\\w.]{1,24}=)`,
        'uy',
      ),
    mayMatch: ({ bytes }, _, end) => mayBeSigned(bytes, end) || labelMayGoOn(bytes, end),
    accepts: (value) => isSomebody(value) && !namesThing(value),
  },
  {
    rule: 'title',
    type: 'person',
    keywords: [
      'sr. ',
      'sra. ',
      'srta. ',
      'señor',
      'signor',
      'sig. ',
      'sig.ra ',
      'monsieur ',
      'madame ',
      'mlle ',
      'dhr. ',
      'mevr. ',
      'pani ',
    ],
    form: () =>
      new RegExp(
        `(?:(?:Sr|[Ss]ra|[Ss]rta|[Ss]ig|[Ss]ig\\.ra|[Dd]hr|[Mm]evr)\\.|[Ss]eñora?|[Ss]ignor[ae]?|[Mm]onsieur|[Mm]adame|Mlle|Pani) (${NAME}|van (?:der |den |de )?\\p{Lu}\\p{L}{1,24})`,
        'uy',
      ),
    mayMatch: (scan, start, end) => scan.bytes[end] === SMALL_V || capitalMayFollow(scan, start, end),
    accepts: (value) =>
      isName(value) &&
      !/^(?:Engineer|Software|Manager|Developer|Director|Analyst|Architect|Consultant|Data|Product|Staff|DevOps|Site|Backend|Frontend|Platform)/.test(
        value,
      ),
  },
  {
    rule: 'title',
    type: 'person',
    keywords: ['mr. ', 'mrs. ', 'ms. ', 'dr. ', 'prof. '],
    form: () =>
      /(?:mr|mrs|ms|dr|prof)\. (\p{Ll}[\p{L}'’-]{2,24}(?: \p{Ll}[\p{L}'’-]{2,24}(?=[,.!?;\n]|$))?)/uy,
    mayMatch: ({ text }, _, end) => letterKind(text.charCodeAt(end)) === LOWER,
  },
  {
    rule: 'greeting',
    type: 'person',
    keywords: [
      'cher ',
      'chère ',
      'estimado ',
      'estimada ',
      'querido ',
      'querida ',
      'beste ',
      'geachte ',
      'liebe ',
      'lieber ',
      'hallo ',
      'hello ',
      'hi ',
      'caro ',
      'cara ',
      'szanowny ',
      'szanowna ',
    ],
    form: () =>
      new RegExp(
        `(?:Cher|Chère|Estimad[oa]|Querid[oa]|Beste|Geachte|Lieber?|Hallo|Hello|Hi|Car[oa]|Szanown[ya]) (${NAME})(?=,[ \\n]|:\\n|,$)`,
        'uy',
      ),
    mayMatch: capitalMayFollow,
    accepts: (value, { text }, start) =>
      isSomebody(value) && !NO_GREETING.test(value) && /^$|["\n'>({[ ]/.test(text.charAt(start - 1)),
  },
  {
    rule: 'signature',
    type: 'person',
    keywords: [
      'grüßen',
      'grüße',
      'cordialement',
      'saludos',
      'un saludo',
      'saluti',
      'groet',
      'pozdrawiam',
      'poważaniem',
      'atenciosamente',
      'regards',
      'wishes',
      'sincerely',
      'cheers,',
      'thanks,',
      'best,',
    ],
    form: () =>
      new RegExp(
        `(?:[Gg]rüßen|[Gg]rüße|[Cc]ordialement|[Ss]aludos?|[Uu]n saludo|[Ss]aluti|[Gg]roet(?:en)?|Pozdrawiam|poważaniem|Atenciosamente|[Rr]egards|[Ww]ishes|[Ss]incerely|[Cc]heers|[Tt]hanks|[Bb]est),?[ \\t]{0,4}(?:\\r?\\n|\\\\n){1,2}[ \\t]{0,4}(${NAME})(?=[ \\t]*(?:[\\r\\n"\\\\]|$))`,
        'uy',
      ),
    accepts: isSomebody,
  },
  {
    rule: 'relative',
    type: 'person',
    keywords: RELATIVE.replace('neighbou?r', 'neighbor|neighbour')
      .split('|')
      .map((word) => `${word} `),
    form: () => new RegExp(`(?:${RELATIVE}),? (${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: (value, { text }, start) =>
      isSomebody(value) &&
      /\b(?:my|your|his|her|our|their) $/i.test(text.slice(Math.max(0, start - 7), start)),
  },
  {
    rule: 'said-who',
    type: 'person',
    keywords: ['call me ', 'calls me ', 'called me '],
    form: () => new RegExp(`call(?:s|ed)? me (${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isName,
  },
  {
    rule: 'said-who',
    type: 'person',
    keywords: ['says', 'said', 'asked', 'replied', 'explained', 'added'].flatMap((verb) => [
      `" ${verb} `,
      `", ${verb} `,
    ]),
    form: () => new RegExp(`["”],? (?:says|said|asked|replied|explained|added) (${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isSomebody,
  },
  {
    rule: 'by-whom',
    type: 'person',
    keywords: ['directed by', 'written by', 'composed by', 'sung by', 'authored by', 'edited by'],
    form: () =>
      new RegExp(
        `(?:[Dd]irected|[Ww]ritten|[Cc]omposed|[Ss]ung|[Aa]uthored|[Ee]dited) [Bb]y:?[ ]{1,8}(${TWO_WORDS})`,
        'uy',
      ),
    accepts: isSomebody,
  },
];
