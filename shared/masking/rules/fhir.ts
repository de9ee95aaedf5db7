import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';

const NAME = `\\p{Lu}[\\p{L}'’.-]{0,30}(?: \\p{L}[\\p{L}'’.-]{0,30}){0,3}`;
const QUOTE = '\\\\{0,3}"';
const REACH = 160;

/** A person's name of FHIR has both parts near each other; fonts and protocols have families alone. */
function isBeside(word: string): NonNullable<FieldForm['accepts']> {
  return (_, { text }, start) =>
    text
      .slice(Math.max(0, start - REACH), start + REACH)
      .toLowerCase()
      .includes(word);
}

/** A given name of JSON with so many others before it. */
function givenName(others: number): FieldForm {
  const before = `(?:${QUOTE}${NAME}${QUOTE}\\s{0,4},\\s{0,40}){${String(others)}}`;
  return {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['given"', 'given\\'],
    form: () =>
      new RegExp(`given${QUOTE}\\s{0,4}:\\s{0,4}\\[\\s{0,40}${before}${QUOTE}(${NAME})(?=["\\\\])`, 'uy'),
    accepts: isBeside('family'),
  };
}

const FORMS: readonly FieldForm[] = [
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['given value=', 'given>'],
    form: () => new RegExp(`given(?: value=${QUOTE}|>)(${NAME})(?=["\\\\<])`, 'uy'),
    accepts: (_, { text }, start) => text.charAt(start - 1) === '<' || text.charAt(start - 1) === ':',
  },
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['family value=', 'family>'],
    form: () => new RegExp(`family(?: value=${QUOTE}|>)(${NAME})(?=["\\\\<])`, 'uy'),
    accepts: isBeside('given'),
  },
  ...[0, 1, 2].map(givenName),
  {
    rule: 'fhir-name',
    type: 'person',
    keywords: ['family"', 'family\\'],
    form: () => new RegExp(`family${QUOTE}\\s{0,4}:\\s{0,4}${QUOTE}(${NAME})(?=["\\\\])`, 'uy'),
    accepts: isBeside('given'),
  },
  {
    rule: 'fhir-birth',
    type: 'date_of_birth',
    keywords: ['birthdate value=', 'birthtime value='],
    form: () =>
      new RegExp(`birth(?:Date|Time) value=${QUOTE}((?:18|19|20)\\d{2}(?:-?\\d{2}){0,2})(?=["\\\\])`, 'y'),
  },
  {
    rule: 'fhir-identifier',
    type: 'health_id',
    keywords: ['"mrn"', '"mr"', '\\"mrn\\', '\\"mr\\'],
    form: () =>
      new RegExp(
        `${QUOTE}MRN?${QUOTE}(?:[\\]},\\s]{0,80}${QUOTE}(?:text|system|use|display)${QUOTE}\\s{0,4}:\\s{0,4}${QUOTE}[^"\\\\]{0,120}${QUOTE}){0,3}[\\]},\\s]{0,80}${QUOTE}value${QUOTE}\\s{0,4}:\\s{0,4}${QUOTE}?([A-Za-z]{0,4}-?\\d[\\w-]{2,24})(?=["\\\\,}\\s])`,
        'y',
      ),
  },
];

/** Names, days of birth and record numbers of patients in the documents of FHIR and CDA. */
export const fhirAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
