import { STRENGTH } from '../finding.ts';
import { report, type Scan } from '../scan.ts';
import { type Expression } from './made-once.ts';
import { type StreetLead } from './street-leads.ts';

/** A form of streets that one of its words tells. */
export interface StreetForm {
  readonly rule: string;
  readonly keywords: readonly string[];
  /** Sticky; tried at the keyword. Group 1 is what it adds to the address. */
  readonly form: Expression;
  readonly lead: StreetLead;
  /** Whether what was matched is a street after all. */
  readonly accepts?: (matched: string) => boolean;
}

/** A street whose kind is the end of its name (`Hauptstraße 17`) or stands before it, after a number (`12 Rue …`). */
export function detectStreet(
  scan: Scan,
  start: number,
  { lead, rule, accepts }: StreetForm,
  formOf: () => RegExp,
): void {
  const { text } = scan;
  const from = lead(text, start);
  if (from < 0) return;
  const form = formOf();
  form.lastIndex = start;
  const match = form.exec(text);
  if (match === null || accepts?.(match[0]) === false) return;
  report(scan, from, start + match[0].length, 'address', STRENGTH.shape, rule);
}
