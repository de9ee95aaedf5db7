const YEAR_SECONDS = 31_536_000;
/** An API's answer is no page: if a browser takes it for one, it may do nothing. Pages bring their own, which wins. */
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

type Headers = Readonly<Record<string, string>>;

/** The headers of every answer: those that a door gave, and what it did not say. @param isSecure reached over https, outside this machine */
export function secureHeaders(given: Headers, isSecure: boolean): Headers {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': NO_PAGE,
    ...(isSecure ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` } : {}),
    ...given,
  };
}
