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
  ['chat.googleapis.com/', /chat\.googleapis\.com\/v1\/spaces\/[\w./?=&%-]{20,300}/y],
  ['hook.integromat.com/', /hook\.integromat\.com\/\w{20,60}/y],
  ['maker.ifttt.com/', /maker\.ifttt\.com\/trigger\/[\w/-]{10,200}/y],
];

export const webhookAnchors: readonly Anchor[] = WEBHOOKS.map(([keyword, form]) => ({
  keyword,
  detect: (scan: Scan, start: number) => {
    form.lastIndex = start;
    const match = form.exec(scan.text);
    if (match === null || /x{6,}|X{6,}/.test(match[0])) return;
    const scheme =
      /(?:https?:\/\/)?[\w-]{0,64}\.?$/.exec(scan.text.slice(Math.max(0, start - 80), start))?.[0] ?? '';
    report(scan, start - scheme.length, start + match[0].length, 'secret', STRENGTH.shape, 'webhook');
  },
}));
