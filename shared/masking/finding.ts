/** What the masker can find. The name is the family that telemetry counts and, with dashes, the label of a pseudonym. */
export const FINDING_TYPES = [
  'address',
  'bank',
  'credit_card',
  'crypto',
  'date',
  'date_of_birth',
  'email',
  'health_id',
  'iban',
  'ip',
  'mac',
  'national_id',
  'other_id',
  'person',
  'phone',
  'secret',
  'url',
  'us_ssn',
  'username',
  'vehicle',
] as const;

export type FindingType = (typeof FINDING_TYPES)[number];

/** How sure a rule is; of two findings that overlap and are equally long, the stronger one stays. */
export const STRENGTH = {
  /** A key name or a word nearby says so. */
  context: 1,
  /** The shape alone says so (an e-mail address, a token with its prefix). */
  shape: 2,
  /** A checksum agrees. */
  checksum: 3,
} as const;

/** A stretch of the text that must not stay, in UTF-16 code units of the text. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  /** One of FINDING_TYPES, or the type that a custom rule names. */
  readonly type: string;
  readonly strength: number;
  /** The rule that found it; shown by --explain, never the value. */
  readonly rule: string;
}
