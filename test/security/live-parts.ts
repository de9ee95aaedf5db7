import { everyElement, parseStrictMarkup } from '../support/parse-strict-markup.ts';
import { OWN_ADDRESSES, type Rendered } from './renderings.ts';

/** Elements of HTML and SVG that do something but be read. */
const LIVE = new Set([
  'script',
  'img',
  'image',
  'iframe',
  'object',
  'embed',
  'form',
  'input',
  'link',
  'base',
  'foreignobject',
  'use',
  'animate',
  'set',
  'video',
  'audio',
  'svg:script',
]);

/** What in a rendered report a reader's program would carry out, fetch or follow that is not ours; empty when all is well. */
export function livePartsOf(rendered: Rendered): readonly string[] {
  const { html, svg, markdown, slack, teams, adf, wiki } = rendered;
  return [
    ...liveMarkup('html', html),
    ...liveMarkup('svg', svg),
    ...Object.entries(markdown).flatMap(([where, text]) => liveMarkdown(where, text)),
    ...liveAddresses('slack', slack),
    ...liveAddresses('teams', teams),
    ...liveAddresses('adf', adf),
    ...liveWiki(wiki),
  ];
}

function liveMarkup(where: string, document: string): readonly string[] {
  return everyElement(parseStrictMarkup(document)).flatMap(({ name, attributes }) => [
    ...(LIVE.has(name.toLowerCase()) ? [`${where}: <${name}>`] : []),
    ...[...attributes].flatMap(([key, value]) => {
      if (/^on/i.test(key)) return [`${where}: ${key}`];
      const isAddress = /^(?:href|src|xlink:href|action|formaction|data|poster|background)$/i.test(key);
      return isAddress && !value.startsWith('#') && !OWN_ADDRESSES.test(value)
        ? [`${where}: ${key}=${value}`]
        : [];
    }),
  ]);
}

/** Our own renderers write links as `](https://…)` and no HTML but these tags. */
function liveMarkdown(where: string, text: string): readonly string[] {
  const outsideCode = text.replace(/(?<!\\)`[^`\n]*`/g, '``').replace(/^<!-- [^\n]* -->/gm, '');
  const links = Array.from(outsideCode.matchAll(/(?<!\\)\]\(([^)\s]*)/g), ([, address = '']) => address);
  const tags = Array.from(outsideCode.matchAll(/(?<!\\)<(?![ \n])([^\n>]{0,40})>?/g), ([, tag = '']) => tag);
  const bare = Array.from(
    outsideCode.matchAll(/(?<!\]\()\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+/gi),
    ([address]) => address,
  );
  return [
    ...links
      .filter((address) => !OWN_ADDRESSES.test(address))
      .map((address) => `${where}: link to ${address}`),
    ...tags.filter((tag) => !/^\/?(?:details|summary|sub|br)$/.test(tag)).map((tag) => `${where}: <${tag}>`),
    ...bare.map((address) => `${where}: ${address}`),
    ...(/^\s*\/[a-z]/m.test(outsideCode) ? [`${where}: a command at the start of a line`] : []),
    ...(/(?:^|[\s(])@[\p{L}\p{N}]/u.test(outsideCode) ? [`${where}: a mention`] : []),
  ];
}

/** Block Kit, Adaptive Cards and Atlassian documents follow nothing but `url` and `href`. */
function liveAddresses(where: string, node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap((item) => liveAddresses(where, item));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const follows =
      /^(?:url|href|image_url|webUrl|iconUrl|backgroundImage)$/.test(key) && typeof value === 'string';
    if (follows && !OWN_ADDRESSES.test(value)) return [`${where}: ${key}=${value}`];
    if (key === 'type' && /^(?:image|mrkdwn|mention|user|Image|Media)$/.test(String(value)))
      return [`${where}: ${String(value)}`];
    return liveAddresses(where, value);
  });
}

function liveWiki(text: string): readonly string[] {
  const links = Array.from(text.matchAll(/(?<!\\)\|(\w+:[^\]|\\]*)\]/g), ([, address = '']) => address);
  const macros = text.replace(/^\{panel(?::bgColor=#[0-9a-f]{6})?\}$/gm, '').match(/(?<!\\)\{[^}]*\}/g) ?? [];
  return [
    ...links.filter((address) => !OWN_ADDRESSES.test(address)).map((address) => `wiki: link to ${address}`),
    ...macros.map((macro) => `wiki: ${macro}`),
    ...(/(?<!\\)!\S/.test(text) ? ['wiki: a picture'] : []),
  ];
}
