/**
 * How one provider writes its tokens: `rule anchor charset least most`. The charset is that of the part after the
 * anchor: w [A-Za-z0-9_], d [A-Za-z0-9_-], a [A-Za-z0-9], h hexadecimal, u [A-Z0-9], p [A-Za-z0-9_.=-] (parts joined
 * by dots), b Base64. From the providers' own documentation of their formats.
 */
const FORMS = `
aws AKIA u 16 16
aws ASIA u 16 16
aws ABIA u 16 16
aws ACCA u 16 16
aws AGPA u 16 16
aws AIDA u 16 16
aws AIPA u 16 16
aws ANPA u 16 16
aws ANVA u 16 16
aws AROA u 16 16
aws A3T u 17 17
aws-bedrock ABSK b 40 400
aws-bedrock bedrock-api-key- b 20 4000
alibaba LTAI a 12 26
tencent AKID a 13 40
volcengine AKLT a 20 80
google AIzaSy d 33 33
google ya29. d 20 2000
google GOCSPX- d 20 60
google-hmac GOOG1E u 40 80
azure-container +AC a 20 60
digitalocean dop_v1_ h 40 80
digitalocean doo_v1_ h 40 80
digitalocean dor_v1_ h 40 80
scaleway SCW u 17 17
heroku HRKU- d 30 80
fly fo1_ d 20 2000
fly fm1_ b 20 4000
fly fm2_ b 20 4000
fly fm1a_ b 20 4000
fly fm1r_ b 20 4000
vercel vcp_ a 20 100
vercel vci_ a 20 100
vercel vca_ a 20 100
vercel vcr_ a 20 100
vercel vck_ a 20 100
netlify nfp_ d 30 100
render rnd_ a 20 60
supabase sbp_ h 30 60
supabase sb_secret_ d 20 60
planetscale pscale_tkn_ p 20 100
planetscale pscale_oauth_ p 20 100
planetscale pscale_pw_ p 20 100
databricks dapi h 32 32
databricks dose h 32 32
aiven AVNS_ d 10 60
cloudflare cfat_ a 48 48
cloudflare cfut_ a 48 48
cloudflare cfk_ a 48 48
tailscale tskey- d 16 100
doppler dp.pt. a 30 60
doppler dp.st. p 30 80
doppler dp.ct. a 30 60
doppler dp.sa. a 30 60
doppler dp.scim. a 30 60
doppler dp.audit. a 30 60
vault hvs. d 20 200
vault hvb. d 20 400
vault hvr. d 20 400
pulumi pul- h 40 40
1password ops_eyJ b 60 4000
1password A3- d 30 40
age AGE-SECRET-KEY-1 a 58 58
infisical st. p 40 120
github ghp_ w 20 255
github gho_ w 20 255
github ghu_ w 20 255
github ghs_ w 20 4000
github ghr_ w 20 255
github github_pat_ w 22 255
gitlab glpat- p 20 300
gitlab gldt- d 20 100
gitlab glft- d 20 100
gitlab glsoat- d 20 100
gitlab glrt- p 20 100
gitlab glrtr- p 20 100
gitlab glcbt- d 20 100
gitlab glptt- d 30 100
gitlab glagent- d 40 120
gitlab glimt- d 20 60
gitlab glffct- d 20 60
gitlab gloas- d 40 100
gitlab glwt- d 20 60
gitlab GR1348941 d 20 60
bitbucket ATBB a 20 200
atlassian ATATT3 p 40 400
atlassian ATCTT3 p 20 400
atlassian ATSTT3 p 20 400
slack xoxa- d 20 255
slack xoxb- d 20 255
slack xoxe- d 20 500
slack xoxe.xoxb- d 20 500
slack xoxe.xoxp- d 20 500
slack xoxo- d 20 255
slack xoxp- d 20 255
slack xoxr- d 20 255
slack xoxs- d 20 255
slack xapp- d 20 255
slack xwfp- d 20 255
linear lin_api_ a 20 80
linear lin_oauth_ a 20 100
figma figd_ d 30 100
figma figu_ d 30 100
figma figo_ d 30 100
figma figor_ d 30 100
typeform tfp_ p 30 100
contentful CFPAT- d 30 80
postman PMAK- d 30 100
readme rdme_ a 30 100
frameio fio-u- p 30 100
hubspot pat-na1- d 30 50
hubspot pat-na2- d 30 50
hubspot pat-eu1- d 30 50
npm npm_ a 30 80
pypi pypi-AgE d 30 1000
rubygems rubygems_ h 40 60
clojars CLOJARS_ a 40 80
docker dckr_pat_ d 20 60
docker dckr_oat_ d 20 60
nuget oy2 a 43 43
jfrog AKCp a 40 100
jfrog cmVmd b 40 120
sonar squ_ a 30 60
sonar sqp_ a 30 60
sonar sqa_ a 30 60
sonar sqco_ a 30 60
sourcegraph slk_ h 40 80
buildkite bkua_ a 30 60
circleci CCIPAT_ w 20 100
circleci CCIPRJ_ w 20 100
harness pat. p 40 120
prefect pnu_ a 30 50
prefect pnb_ a 30 50
dbt dbtc_ p 30 80
dbt dbtu_ p 30 80
retool retool_ d 20 60
rootly rootly_ h 40 80
infracost ico- a 30 40
settlemint sm_aat_ a 14 40
settlemint sm_pat_ a 14 40
settlemint sm_sat_ a 14 40
ubidots BBFF- a 28 40
nightfall NF- a 30 50
zuplo zpka_ w 30 100
apify apify_api_ d 30 60
deno ddp_ a 30 50
endor endr+ a 16 60
plaid access-sandbox- d 30 50
plaid access-development- d 30 50
plaid access-production- d 30 50
stripe sk_live_ w 16 255
stripe sk_test_ w 16 255
stripe sk_prod_ w 16 255
stripe rk_live_ w 16 255
stripe rk_test_ w 16 255
stripe rk_prod_ w 16 255
stripe whsec_ b 20 100
square sq0atp- d 20 40
square sq0csp- d 40 60
square sq0idp- d 20 40
square EAAA p 50 100
facebook EAAC a 80 300
facebook EAAM a 80 300
facebook EAAG a 80 300
facebook EAAB a 80 300
shopify shpat_ h 30 40
shopify shpca_ h 30 40
shopify shppa_ h 30 40
shopify shpss_ h 30 40
shopify shpua_ h 30 40
easypost EZAK a 50 60
easypost EZTK a 50 60
flutterwave FLWSECK_TEST- d 12 60
flutterwave FLWSECK- d 12 60
flutterwave FLWPUBK_TEST- d 12 60
flutterwave FLWPUBK- d 12 60
razorpay rzp_live_ a 12 40
razorpay rzp_test_ a 12 40
duffel duffel_test_ p 30 80
duffel duffel_live_ p 30 80
shippo shippo_live_ h 30 60
shippo shippo_test_ h 30 60
lob live_pub_ h 20 60
lob test_pub_ h 20 60
twilio SK h 32 32
twilio AC h 32 32
sendgrid SG. p 40 100
mailgun key- h 32 32
mailgun pubkey- h 32 32
brevo xkeysib- d 40 120
brevo xsmtpsib- d 40 120
newrelic NRAK- a 20 60
newrelic NRJS- h 16 40
newrelic NRII- d 20 60
newrelic NRRA- h 30 60
newrelic NRBR- h 16 40
grafana glc_ b 30 500
grafana glsa_ w 30 80
grafana eyJrIjoi b 30 500
sentry sntrys_eyJ b 60 1000
sentry sntryu_ h 40 80
sentry sntrya_ h 40 80
dynatrace dt0c01. p 60 140
dynatrace dt0s p 60 140
honeycomb hcaik_ a 40 80
honeycomb hcbik_ a 40 80
posthog phx_ a 30 80
posthog phs_ a 30 80
launchdarkly sdk- d 36 40
adobe p8e- a 30 40
yandex AQVN d 30 50
yandex YCAJ d 20 40
yandex t1.9eu p 60 400
anthropic sk-ant- d 80 200
sourcegraph sgp_ h 40 40
sourcegraph sgp_local_ h 40 40
intra42 s-s4t2ud- h 64 64
intra42 s-s4t2af- h 64 64
openrouter sk-or- d 40 120
langfuse sk-lf- d 30 60
huggingface hf_ a 30 60
huggingface api_org_ a 30 60
groq gsk_ a 40 80
xai xai- a 60 120
perplexity pplx- a 40 80
replicate r8_ a 30 60
nvidia nvapi- d 40 100
langsmith lsv2_ w 40 100
pinecone pcsk_ w 40 120
cerebras csk- a 40 80
tavily tvly- d 20 60
elevenlabs sk_ h 48 48
adafruit aio_ a 26 30
freemius sk_ p 28 32
octopus API- u 26 26
openshift sha256~ d 40 50
astra AstraCS: p 40 140
elastic essu_ b 40 120
klaviyo pk_ h 34 34
clickup pk_ w 36 50
bannerbear bb_ma_ h 20 50
bannerbear bb_pr_ h 20 50
mapbox sk.eyJ p 60 300
mapbox pk.eyJ p 60 300
besttime pri_ h 32 32
baremetrics lk_ a 20 40
column live_ a 27 40
column test_ a 27 40
`;

const CHARSETS: Readonly<Record<string, string>> = {
  w: '[A-Za-z0-9_]',
  d: '[A-Za-z0-9_-]',
  a: '[A-Za-z0-9]',
  h: '[A-Fa-f0-9]',
  u: '[A-Z0-9]',
  p: '[A-Za-z0-9_.=-]',
  b: '[A-Za-z0-9+/=_-]',
};

export interface TokenForm {
  readonly rule: string;
  readonly anchor: string;
  /** Sticky; tried at the anchor's first character. Counted repeats of one class: its work is bounded. */
  readonly form: RegExp;
}

/** The forms of the table, with the few that need an expression of their own. */
export const TOKEN_FORMS: readonly TokenForm[] = [
  ...FORMS.trim().split('\n').map(formOf),
  { rule: 'openai', anchor: 'T3BlbkFJ', form: /T3BlbkFJ[A-Za-z0-9_-]{10,120}/y },
  { rule: 'cloudflare', anchor: 'v1.0-', form: /v1\.0-[0-9a-f]{20,40}(?:-[0-9a-f]{20,400})?/y },
  { rule: 'airtable', anchor: 'pat', form: /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/y },
  { rule: 'jwt', anchor: 'eyJ', form: /eyJ[\w-]{8,4096}\.(?:eyJ)?[\w-]{4,8192}(?:\.[\w-]{0,4096}){0,4}/y },
  { rule: 'jfrog', anchor: 'AKC', form: /AKC[A-Za-z0-9]{10}(?![A-Za-z0-9])/y },
  { rule: 'jfrog', anchor: 'AP', form: /AP[A-Z0-9][A-Za-z0-9]{10}(?![A-Za-z0-9])/y },
  { rule: 'notion', anchor: 'ntn_', form: /ntn_\d{11}[A-Za-z0-9]{35}(?![A-Za-z0-9])/y },
  { rule: 'sourcegraph', anchor: 'sgp_', form: /sgp_[a-f0-9]{16}_[a-f0-9]{40}(?![A-Za-z0-9])/iy },
  {
    rule: 'sidekiq',
    anchor: 'contribsys__com',
    form: /contribsys__com\w{0,12}["']?\s{0,3}[:=>]{1,2}\s{0,16}["']?[0-9a-f]{8}:[0-9a-f]{8}/iy,
  },
  { rule: 'terraform', anchor: '.atlasv1.', form: /\.atlasv1\.[\w=-]{60,80}/y },
];

function formOf(line: string): TokenForm {
  const [rule = '', anchor = '', charset = '', least = '', most = ''] = line.split(' ');
  const escaped = anchor.replace(/[.+*?^$()[\]{}|\\/]/g, '\\$&');
  return { rule, anchor, form: new RegExp(`${escaped}${CHARSETS[charset] ?? ''}{${least},${most}}`, 'y') };
}
