import { flagsOf } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';

/** Addresses that are secrets themselves: who knows them may post. Group 1 is the secret part. */
const WEBHOOKS: readonly (readonly [anchor: string, form: RegExp])[] = [
  ['hooks.slack.com/', /hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w+/-]{20,200}/y],
  ['hooks.slack-gov.com/', /hooks\.slack-gov\.com\/services\/[\w+/-]{20,200}/y],
  ['discord.com/api/webhooks/', /discord\.com\/api\/webhooks\/[\w/-]{20,200}/y],
  ['discordapp.com/api/webhooks/', /discordapp\.com\/api\/webhooks\/[\w/-]{20,200}/y],
  ['hooks.zapier.com/', /hooks\.zapier\.com\/hooks\/catch\/[\w/-]{8,200}/y],
  ['webhook.office.com/', /webhook\.office\.com\/webhookb2\/[\w@/-]{20,300}/y],
  ['outlook.office.com/webhook/', /outlook\.office\.com\/webhook\/[\w@/-]{20,300}/y],
  ['outlook.office365.com/webhook/', /outlook\.office365\.com\/webhook\/[\w@/-]{20,300}/y],
  ['open.feishu.cn/', /open\.feishu\.cn\/open-apis\/bot\/(?:v2\/)?hook\/[\w-]{20,60}/y],
  ['open.larksuite.com/', /open\.larksuite\.com\/open-apis\/bot\/(?:v2\/)?hook\/[\w-]{20,60}/y],
  ['make.com/', /make\.com\/[a-z0-9]{28,40}(?![\w-])/y],
  ['events.pagerduty.com/', /events\.pagerduty\.com\/integration\/[0-9a-f]{32}/y],
  ['hc-ping.com/', /hc-ping\.com\/[\w-]{20,60}/y],
  ['sumologic.com/', /sumologic\.com\/receiver\/v1\/http\/[\w+/=-]{40,200}/y],
  ['hooks.glip.com/', /hooks\.glip\.com\/webhook\/[\w-]{20,60}/y],
  ['automation.atlassian.com/', /automation\.atlassian\.com\/pro\/hooks\/[0-9a-f]{30,64}/y],
  ['script.google.com/', /script\.google\.com\/macros\/s\/AKfycb[\w-]{20,120}/y],
  ['chat.googleapis.com/', /chat\.googleapis\.com\/v1\/spaces\/[\w./?=&%-]{20,300}/y],
  ['hook.integromat.com/', /hook\.integromat\.com\/\w{20,60}/y],
  ['maker.ifttt.com/', /maker\.ifttt\.com\/trigger\/[\w/-]{10,200}/y],
];

const LONGEST_LABEL = 64;
const SCHEMES = ['https://', 'http://'];
const DOT = 0x2e;
const IS_LABEL = flagsOf(/[\w-]/);

/** Where the address begins: with its scheme, and with the name of a host before the one that is known. */
function addressStart({ bytes, text }: Scan, knownStart: number): number {
  const labelEnd = bytes[knownStart - 1] === DOT ? knownStart - 1 : knownStart;
  let start = labelEnd;
  const lowest = Math.max(0, labelEnd - LONGEST_LABEL);
  while (start > lowest && IS_LABEL[bytes[start - 1]!]!) start--;
  const scheme = SCHEMES.find((each) => start >= each.length && text.startsWith(each, start - each.length));
  return start - (scheme?.length ?? 0);
}

export const webhookAnchors: readonly Anchor[] = WEBHOOKS.map(([keyword, form]) => ({
  keyword,
  detect: (scan: Scan, start: number) => {
    form.lastIndex = start;
    const match = form.exec(scan.text);
    if (match === null || /x{6,}|X{6,}/.test(match[0])) return;
    report(scan, addressStart(scan, start), start + match[0].length, 'secret', STRENGTH.shape, 'webhook');
  },
}));
