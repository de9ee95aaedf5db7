const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const ALNUM = UPPER + UPPER.toLowerCase() + DIGITS;
const LOWER = UPPER.toLowerCase() + DIGITS;
const URL_SAFE = `${ALNUM}-_`;

export interface MadeSecret {
  readonly provider: string;
  readonly value: string;
}

/** A generator of pseudo-random numbers (mulberry32): the same seed gives the same secrets. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Secrets in the public forms of providers, drawn anew from a seed: nothing that looks live stands in the repository.
 */
export function makeSecrets(seed: number): readonly MadeSecret[] {
  const random = randomFrom(seed);
  const draw = (set: string, length: number): string =>
    Array.from({ length }, () => set.charAt(Math.floor(random() * set.length))).join('');
  const base64Url = (text: string): string => Buffer.from(text).toString('base64url');
  const uuid = (): string => [8, 4, 4, 4, 12].map((length) => draw(HEX, length)).join('-');
  const forms: readonly (readonly [provider: string, value: string])[] = [
    ['aws key id', `AKIA${draw(`${UPPER}234567`, 16)}`],
    ['aws session key id', `ASIA${draw(`${UPPER}234567`, 16)}`],
    ['github personal', `ghp_${draw(ALNUM, 36)}`],
    ['github app', `ghs_${draw(ALNUM, 36)}`],
    ['github fine-grained', `github_pat_${draw(ALNUM, 22)}_${draw(ALNUM, 59)}`],
    ['gitlab', `glpat-${draw(URL_SAFE, 20)}`],
    ['gitlab runner', `glrt-${draw(URL_SAFE, 20)}`],
    ['slack bot', `xoxb-${draw(DIGITS, 12)}-${draw(DIGITS, 13)}-${draw(ALNUM, 24)}`],
    ['slack user', `xoxp-${draw(DIGITS, 12)}-${draw(DIGITS, 12)}-${draw(DIGITS, 12)}-${draw(HEX, 32)}`],
    ['stripe', `sk_live_${draw(ALNUM, 24)}`],
    ['stripe restricted', `rk_live_${draw(ALNUM, 24)}`],
    ['stripe webhook', `whsec_${draw(ALNUM, 32)}`],
    ['google', `AIzaSy${draw(URL_SAFE, 32)}${draw(ALNUM, 1)}`],
    ['google oauth', `GOCSPX-${draw(ALNUM, 28)}`],
    ['openai', `sk-proj-${draw(ALNUM, 48)}T3BlbkFJ${draw(ALNUM, 48)}`],
    ['anthropic', `sk-ant-api03-${draw(URL_SAFE, 92)}${draw(ALNUM, 1)}AA`],
    ['npm', `npm_${draw(ALNUM, 36)}`],
    ['pypi', `pypi-AgEIcHlwaS5vcmc${draw(URL_SAFE, 70)}${draw(ALNUM, 2)}`],
    ['docker hub', `dckr_pat_${draw(ALNUM, 27)}`],
    ['sendgrid', `SG.${draw(ALNUM, 22)}.${draw(ALNUM, 43)}`],
    ['mailgun', `key-${draw(HEX, 32)}`],
    ['mailchimp', `${draw(HEX, 32)}-us${1 + Math.floor(random() * 20)}`],
    ['twilio', `SK${draw(HEX, 32)}`],
    ['shopify', `shpat_${draw(HEX, 32)}`],
    ['square', `sq0csp-${draw(ALNUM, 43)}`],
    ['digitalocean', `dop_v1_${draw(HEX, 64)}`],
    ['databricks', `dapi${draw(HEX, 32)}`],
    ['hugging face', `hf_${draw(ALNUM.replace(/\d/g, ''), 34)}`],
    ['grafana', `glsa_${draw(ALNUM, 32)}_${draw(HEX, 8)}`],
    ['grafana cloud', `glc_${draw(ALNUM, 60)}`],
    ['new relic', `NRAK-${draw(UPPER + DIGITS, 27)}`],
    ['postman', `PMAK-${draw(HEX, 24)}-${draw(HEX, 34)}`],
    ['linear', `lin_api_${draw(ALNUM, 40)}`],
    ['notion', `ntn_${draw(DIGITS, 11)}${draw(ALNUM, 35)}`],
    ['figma', `figd_${draw(ALNUM, 40)}`],
    ['vault', `hvs.${draw(ALNUM, 90)}`],
    ['terraform', `${draw(ALNUM, 14)}.atlasv1.${draw(ALNUM, 67)}`],
    ['pulumi', `pul-${draw(HEX, 40)}`],
    ['age', `AGE-SECRET-KEY-1${draw('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`],
    ['atlassian', `ATATT3xFfGF0${draw(ALNUM, 180)}`],
    ['azure client secret', `${draw(ALNUM, 3)}8Q~${draw(ALNUM, 34)}`],
    ['telegram', `${draw('123456789', 10)}:AA${draw(ALNUM, 33)}`],
    ['discord', `M${draw(ALNUM, 23)}.${draw(ALNUM, 6)}.${draw(ALNUM, 27)}`],
    [
      'sentry',
      `sntrys_${base64Url('{"iat":1729278581.081153,"url":"https://sentry.io"}')}_${draw(ALNUM, 43)}`,
    ],
    ['deepseek', `sk-${draw(HEX, 32)}`],
    ['google auth key', `AQ.Ab8RN6${draw(URL_SAFE, 40)}${draw(ALNUM, 4)}`],
    ['vercel blob', `vercel_blob_rw_${draw(ALNUM, 16)}_${draw(ALNUM, 30)}`],
    ['firecrawl', `fc-${draw(HEX, 32)}`],
    ['trigger.dev', `tr_prod_${draw(ALNUM, 20)}`],
    ['inngest', `signkey-prod-${draw(HEX, 64)}`],
    ['supabase', `sbp_${draw(HEX, 40)}`],
    ['cloudflare origin', `v1.0-${draw(HEX, 24)}-${draw(HEX, 146)}`],
    ['fly', `fo1_${draw(ALNUM, 43)}`],
    ['doppler', `dp.pt.${draw(ALNUM, 43)}`],
    ['planetscale', `pscale_tkn_${draw(ALNUM, 43)}`],
    ['rubygems', `rubygems_${draw(HEX, 48)}`],
    [
      'jwt',
      `${base64Url('{"alg":"HS256","typ":"JWT"}')}.${base64Url(`{"sub":"${draw(DIGITS, 9)}"}`)}.${draw(URL_SAFE, 42)}${draw(ALNUM, 1)}`,
    ],
    ['google refresh token', `1//0${draw(URL_SAFE, 60)}${draw(ALNUM, 1)}`],
    ['google sign-in code', `4/0A${draw(URL_SAFE, 70)}${draw(ALNUM, 1)}`],
    ['firebase messaging', `AAAA${draw(ALNUM, 7)}:APA91b${draw(URL_SAFE, 133)}${draw(ALNUM, 1)}`],
    ['aws session', `FwoGZXIvYXdz${draw(ALNUM, 300)}`],
    ['amazon client secret', `amzn1.oa2-cs.v1.${draw(HEX, 64)}`],
    ['amazon refresh token', `Atzr|${draw(URL_SAFE, 200)}${draw(ALNUM, 1)}`],
    ['salesforce', `00D${draw(ALNUM, 12)}!AQ${draw(ALNUM, 90)}`],
    ['microsoft account', `M.C543_BAY.${draw(ALNUM, 200)}`],
    ['instagram', `IGQV${draw(ALNUM, 150)}`],
    ['linkedin', `WPL_AP1.${draw(ALNUM, 16)}.${draw(ALNUM, 8)}==`],
    ['twitter', `${'A'.repeat(21)}${draw(ALNUM, 30)}%3D${draw(ALNUM, 50)}`],
    ['alibaba session', `STS.N${draw(ALNUM, 24)}`],
    ['baidu', `ALTAK${draw(ALNUM, 21)}`],
    ['exoscale', `EXO${draw(HEX, 24)}`],
    ['akamai', `akab-${draw(LOWER, 16)}-${draw(LOWER, 16)}`],
    ['confluent', `cflt${draw(ALNUM, 60)}`],
    ['cockroach', `CCDB1_${draw(ALNUM, 22)}_${draw(ALNUM, 40)}`],
    ['atlas', `mdb_sa_sk_${draw(URL_SAFE, 39)}${draw(ALNUM, 1)}`],
    ['dnsimple', `dnsimple_a_${draw(ALNUM, 32)}`],
    ['netbird', `nbp_${draw(ALNUM, 36)}`],
    ['vault before 1.10', `s.aB3${draw(ALNUM, 21)}`],
    ['rancher', `token-${draw(LOWER, 5)}:${draw(LOWER, 54)}`],
    ['portainer', `ptr_${draw(ALNUM, 43)}=`],
    ['bitbucket data center', `BBDC-aB3${draw(ALNUM, 41)}`],
    ['trello', `ATTA${draw(HEX, 72)}`],
    ['asana', `2/${draw(DIGITS, 16)}/${draw(DIGITS, 16)}:${draw(HEX, 32)}`],
    ['intercom', `dG9rO${draw(ALNUM, 54)}=`],
    ['matrix', `syt_${draw(ALNUM, 12)}_${draw(ALNUM, 20)}_${draw(ALNUM, 6)}`],
    ['phabricator', `api-a1${draw(LOWER, 26)}`],
    ['youtrack', `perm:${draw(ALNUM, 12)}.${draw(ALNUM, 10)}.${draw(ALNUM, 30)}`],
    ['crates.io', `cioaB3${draw(ALNUM, 29)}`],
    ['packagist', `packagist_uut_${draw(HEX, 68)}`],
    ['gitpod', `gitpod_pat_${draw(ALNUM, 22)}.${draw(ALNUM, 80)}`],
    ['stytch', `secret-live-aB3${draw(URL_SAFE, 32)}${draw(ALNUM, 1)}=`],
    ['statsig', `secret-${draw(ALNUM, 43)}`],
    ['paddle', `pdl_live_apikey_${draw(LOWER, 26)}_${draw(ALNUM, 22)}_${draw(ALNUM, 3)}`],
    ['persona', `persona_production_${uuid()}`],
    ['checkout.com', `sk_${uuid()}`],
    ['telnyx', `KEY${draw(HEX, 32)}_${draw(ALNUM, 22)}`],
    ['stripe payment', `pi_${draw(ALNUM, 24)}_secret_${draw(ALNUM, 25)}`],
    ['woocommerce', `cs_${draw(HEX, 40)}`],
    ['pubnub', `sec-c-${draw(ALNUM, 60)}`],
    ['unleash', `default:production.${draw(HEX, 56)}`],
    ['configcat', `configcat-sdk-1/${draw(ALNUM, 22)}/${draw(ALNUM, 22)}`],
    ['coralogix', `cxtp_${draw(ALNUM, 30)}`],
    ['kaggle', `KGAT_${draw(HEX, 32)}`],
    ['runpod', `rpa_${draw(UPPER + DIGITS, 44)}`],
    ['modal', `as-aB3${draw(ALNUM, 19)}`],
    ['paseto', `v4.local.${draw(URL_SAFE, 100)}${draw(ALNUM, 1)}`],
    ['scheme of RFC 8959', `secret-token:${draw(ALNUM, 40)}`],
    ['nostr', `nsec1${draw('qpzry9x8gf2tvdw0s3jn54khce6mua7l', 58)}`],
    [
      'jwe with a key agreed on',
      `${base64Url('{"alg":"dir","enc":"A256GCM"}')}..${draw(ALNUM, 16)}.${draw(ALNUM, 80)}.${draw(ALNUM, 22)}`,
    ],
  ];
  return forms.map(([provider, value]) => ({ provider, value }));
}
