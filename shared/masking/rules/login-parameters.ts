import { type Anchor, type Scan } from '../scan.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';

const ADDRESS_REACH = 96;
/** The ways of OAuth 2.0 (RFC 6749, section 4.1.2): back to the client, or on to the token. */
const CALLBACK =
  /[?&]state=|grant_type=authorization_code|(?:callback|redirect|\/cb|\/oauth2?|\/sso|\/signin-\w{2,24})[\w/-]{0,48}\?/i;

const ENDS_ADDRESS = new Set(' \t\r\n"\'<>');

/** Whether the address round a parameter `[start, end)` is one to which a sign-in returns. */
function isSignIn({ text }: Scan, start: number, end: number): boolean {
  let from = start;
  while (from > 0 && start - from < ADDRESS_REACH && !ENDS_ADDRESS.has(text.charAt(from - 1))) from--;
  let to = end;
  while (to < text.length && to - end < ADDRESS_REACH && !ENDS_ADDRESS.has(text.charAt(to))) to++;
  return CALLBACK.test(text.slice(from, start + 1)) || CALLBACK.test(text.slice(end, to));
}

const FORMS: readonly FieldForm[] = [
  {
    rule: 'authorization-code',
    type: 'secret',
    keywords: ['?code=', '&code='],
    form: /[?&]code=([\w.~%/+-]{16,1024})(?=[&\s"'#;,)<\\]|$)/y,
    accepts: (value, scan, start) =>
      /\d/.test(value) &&
      /[a-z]/i.test(value) &&
      isSignIn(scan, start, start + '?code='.length + value.length),
  },
  {
    rule: 'session-parameter',
    type: 'secret',
    keywords: ['?session', '&session', '?sid=', '&sid='],
    form: /[?&](?:session(?:_?id)?|sid)=([0-9a-f]{32,128})(?![\w-])/iy,
  },
];

/** What a sign-in hands over in the address of a request. */
export const loginParameterAnchors: readonly Anchor[] = FORMS.flatMap(anchorsOf);
