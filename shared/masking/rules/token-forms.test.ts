import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'forms' });
const ID = '0b5ff1a2-77c1-4d20-9a3b-5d1f0c2e4a77';
const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

describe('what only begins as tokens do', () => {
  it.each([
    'serializer calls ser.serializeRequestBodyTo(buffer)',
    'users.s.createConnectionPoolForAll()',
    'as-implementedInVersion12Of the protocol',
    'secret-rotation-controller-for-the-payments-team started',
    'secret-test-configuration-for-the-new-service-4 applied',
    'secret-live-migration-of-all-the-databases-2026-11 done',
    'api-gateway-7d4b9c6f5-x2k9p ready',
    'api_client.configuration_loader(options)',
    'token-refresh:completed-in-31-ms',
    'kubeconfig-user:admin',
    'default:production.internal.example.com',
    `default:latest@sha256:${DIGEST}`,
    'permissions: read.write.execute',
    'perm:read.write.all',
    'private_methods=true',
    'KEY_LENGTH 256 and KEY_ID 17',
    'pi_estimate_secret_santa',
    'v1.public.api.example.com',
    'v2.local.cluster',
    `request ${ID} took 31 ms`,
    'Splunk 9.1.2 and splunk forwarder 8.2.0',
    'M.C. Escher and M.R. James',
    'GET /orders/2/000000123/items 200 12ms',
    'page 1//0 of the draft',
    'fraction 4/0A of hex',
    'cs_CZ cs_test ck_ak bx_1 dub_step dub_stepInto',
    'tk_init tk_frame tk_button_pressed',
    'ptr_to_int ptr_size=8 ptr_ffff8880',
    'SECTION SECONDS SEC1 SECP256R1 SECCOMP_MODE_FILTER',
    'EXOPLANET EXO-2026 EXOTIC',
    'STS.StandardTestSuite STS.12',
    'ATTACH ATTACK ATTAINED',
    'edsk edskeleton',
    'matrix syt_ prefix is documented',
    'configcat-sdk-1 is installed',
    'packagist_url=https://repo.packagist.org',
    'make.com/en/templates and webhook.office.com/docs',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'dG9r is how "tok" begins in Base64',
    'Atza|short',
  ])('is left: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});

describe('addresses that let anybody post who knows them', () => {
  it.each([
    `https://outlook.office.com/webhook/${ID}@${ID}/IncomingWebhook/0123456789abcdef0123456789abcdef/${ID}`,
    `https://open.feishu.cn/open-apis/bot/v2/hook/${ID}`,
    'https://hook.eu1.make.com/9m7suocgwpwtboge4xodjuc3dtzgtxac',
    'https://events.pagerduty.com/integration/e68bc11f3c5dbdf95d9d8811013573c9/enqueue',
    `https://hc-ping.com/${ID}`,
    'https://endpoint4.collection.sumologic.com/receiver/v1/http/ZaVnC4dhaV2Iq3oQ8yXl7bTt5mWc9RkE0uPjH6sFgNvB1xDzKw==',
    `Authorization: Splunk ${ID}`,
    `Authorization: GenieKey ${ID}`,
    `Authorization: Key ${ID}:9f86d081884c7d659a2feaa0c55ad015`,
    'Authorization: NTLM TlRMTVNTUAADAAAAGAAYAHIAAAAYABgAigAAABQAFABIAAAADAAMAFwAAAASABIAaAAAAAAAAACiAAAABYKI',
  ])('are masked: %s', (line) => {
    const secret = line
      .split(/[/ ]/)
      .filter((part) => part.length > 30)
      .at(-1)!;

    expect(masker.mask(line)).not.toContain(secret);
  });
});
