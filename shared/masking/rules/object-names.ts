/** Words before `secret` in a name whose value names an object that holds the secret: `tokenSecret`, `auth-secret`, `imagePullSecret`. */
const HOLDERS = new Set(
  'auth token tls pull image cert ca certificate password credential credentials creds config registry docker bootstrap kube bind backup target source ref existing external key ssh git basic'.split(
    ' ',
  ),
);
/** What the names of such objects say of what is in them. */
const KEPT =
  'tls|ssl|cert|certs|certificate|ca|auth|token|tokens|secret|secrets|creds?|credentials?|password|passwords|passwd|keystore|keypair|db|database|config|registry|regcred|oauth|ssh|ldap|smtp|s3|aws|gcp|azure|bucket|webhook|ingress|issuer|pull|dockercfg|dockerconfigjson|postgres|postgresql|mysql|mariadb|redis|mongo|mongodb|kafka|rabbitmq|vault';
/** Words that an object's name is made of, and that do not tell it from words of a password alone. */
const USUAL = `${KEPT}|key|keys|admin|account|login|api|app|service|server|client|web|prod|staging|dev|test|main|backend|frontend|user|root|my`;
const PART = '[a-z](?:[a-z]{0,24}|[a-z]{0,6}\\d{1,2})';
const NAME = `${PART}(?:[-.](?:${PART}|v?\\d{1,3})){1,5}`;
/** `web-tls`, `prod/basic-auth`. */
const OF_OBJECT = new RegExp(`^(?:[a-z][a-z-]{0,40}/)?${NAME}$`);
const SAYS_KEPT = new RegExp(`(?:^|[-./])(?:${KEPT})\\d{0,2}(?=$|[-./])`);
const IS_USUAL = new RegExp(`^(?:${USUAL})\\d{0,2}(?:[-./](?:(?:${USUAL})\\d{0,2}|v?\\d{1,3}))+$`);
/** Of two parts the last has to say it, and so `keyboard-cat` is none. */
const IN_NAMESPACE = new RegExp(`^[a-z][a-z-]{0,40}/[a-z][a-z\\d]{1,24}(?:-[a-z\\d]{1,24}){0,4}$`);
const MADE_OF_WORDS = /^[a-z]+(?:[-./][a-z]+)*(?:-v?\d{1,2})?$/;
const SECRET_NAME = /(?:^|[_.-]|(?<=[a-z])(?=S))secret$/i;

/**
 * True for the name of an object that holds a secret, as Kubernetes has them, behind the name `secret` alone or one that says that it names
 * such an object. What people take for a password, `keyboard-cat` and `plover42`, is none: a word of what is kept must be in it.
 */
export function isObjectName(name: string, value: string): boolean {
  // Most values are not made of small words, and this is seen at their first signs.
  if (!MADE_OF_WORDS.test(value)) return false;
  const owner = ownerOf(name);
  if (owner === null || !(owner === '' || HOLDERS.has(owner))) return false;
  return (
    IN_NAMESPACE.test(value) || (OF_OBJECT.test(value) && (SAYS_KEPT.test(value) || IS_USUAL.test(value)))
  );
}

/** The word before `secret`, in lower case; none for `secret` alone, null where the name does not end so. */
function ownerOf(name: string): string | null {
  const at = SECRET_NAME.exec(name)?.index;
  if (at === undefined) return null;
  return (/[A-Z]?[a-z\d]+$|[A-Z\d]+$/.exec(name.slice(0, at))?.[0] ?? '').toLowerCase();
}

/** `{secret="storefront"}`, `secret=storefront-eu`: labels of metrics and fields of logs that name an object of a few words. */
export function isLabelOfObject(name: string, value: string): boolean {
  return name === 'secret' && /^(?:[a-z][a-z-]{0,40}\/)?[a-z]+(?:-[a-z]+){0,3}$/.test(value);
}
