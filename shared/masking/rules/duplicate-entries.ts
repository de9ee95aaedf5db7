import { type Anchor } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';

/** A number that MySQL's error 1062 tells, by the column of the index that it stands in: its name comes behind it. */
const duplicate = (type: string, columns: string): FieldForm => ({
  rule: 'duplicate-entry',
  type,
  keywords: ["duplicate entry '", 'duplicate entry "', "duplicate entry \\'"],
  form: () =>
    new RegExp(
      `duplicate entry \\\\?['"]([A-Z]{0,4}[ +-]?\\d[\\d A-Z().-]{3,24})\\\\?['"] for key \\\\?['"\`](?:\\w{1,40}\\.)?(?:\\w{0,24}_)?(?:${columns})(?:_\\w{1,12})?\\\\?['"\`]`,
      'iy',
    ),
});

/** Numbers of people and patients in the errors of databases about what is there twice. */
export const duplicateEntryAnchors: readonly Anchor[] = [
  duplicate('health_id', 'mrn|patient_(?:id|no|number)'),
  duplicate('phone', 'phone(?:_?(?:no|number))?|mobile(?:_?(?:no|number))?|msisdn'),
].flatMap(anchorsOf);
