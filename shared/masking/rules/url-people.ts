import { kindAt, LETTER } from '../characters.ts';
import { type Anchor, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { namesSomebody } from './fields.ts';

/** What stands where a name could: routes, pages and files. */
const ROUTE =
  /^(?:api|batch|chunk|group|index|item|level|list|oauth|page|part|phase|region|route|server|shard|stage|step|test|tier|type|version|zone)[\d.]|\.(?:aspx?|css|csv|go|html?|java|js|json|jsp|md|php|png|py|svg|ts|txt|xml|yaml|yml)$/i;
/** Who asks, and everybody: no account's name. */
const NOBODY = /^(?:me|self|current|everyone|any|other|new|edit|search|login|logout|profile|settings)$/i;

const REACH = 200;

/** `jdbc:postgresql://db/app?user=app`: the account of a program. */
function isConnection(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  // What has no colon names no scheme.
  if (!before.includes(':')) return false;
  const from = Math.max(before.lastIndexOf(' '), before.lastIndexOf('"'), before.lastIndexOf('\n'));
  const address = before.slice(from + 1);
  if (!address.includes(':')) return false;
  return /jdbc:|\b(?!https?:)[a-z][a-z0-9+]{1,15}:\/\//.test(address);
}

function beginsWithLetter({ bytes }: Scan, _start: number, end: number): boolean {
  return (kindAt(bytes, end) & LETTER) !== 0;
}

const FORMS: readonly FieldForm[] = [
  {
    // `/users/jdoe42/orders`, `/profiles/jane.doe`: a handle has digits or parts; other words are routes.
    rule: 'path-user',
    type: 'username',
    keywords: ['/users/', '/user/', '/profile/', '/profiles/', '/members/', '/people/', '/accounts/'],
    mayMatch: beginsWithLetter,
    form: /\/(?:users?|profiles?|members|people|accounts)\/([A-Za-z]{3,24}(?:[._][A-Za-z]{2,24}\d{0,4}|\d{1,4}))(?=[/\s"'?#:,;)&]|$)/y,
    accepts: (value) => !ROUTE.test(value) && namesSomebody(value),
  },
  {
    rule: 'query-user',
    type: 'username',
    keywords: ['?user=', '&user=', '?login=', '&login=', '?owner=', '&owner=', '?assignee=', '&assignee='],
    // Behind most of those that were masked stands the pseudonym.
    mayMatch: beginsWithLetter,
    form: /[?&](?:user|login|owner|assignee)=([A-Za-z][\w.+-]{2,63})(?=[&\s"'#;,)]|$)/y,
    accepts: (value, scan, start) =>
      !NOBODY.test(value) && namesSomebody(value) && !isConnection(scan.text, start),
  },
  {
    rule: 'query-name',
    type: 'person',
    keywords: ['name='],
    form: () => /name=(\p{Lu}[\p{L}'’-]{1,24}(?:(?:\+|%20)\p{Lu}[\p{L}'’.-]{0,24}){1,3})(?![\w+%])/uy,
    accepts: (_value, scan, start) =>
      /[?&][\w-]{0,16}$/.test(scan.text.slice(Math.max(0, start - 17), start)),
  },
];

/** Accounts and people that the address of a request names. */
export const urlPeopleAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
