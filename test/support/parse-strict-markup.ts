/** An element of a strictly parsed document. */
interface StrictElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: StrictElement[];
  text: string;
}

const DOCTYPE = '<!doctype html>';
const TOKEN =
  /<\/(?<close>[A-Za-z][A-Za-z0-9]*)>|<(?<open>[A-Za-z][A-Za-z0-9]*)(?<attributes>(?:\s+[A-Za-z][A-Za-z0-9:-]*="[^"<>]*")*)\s*(?<empty>\/?)>|(?<text>[^<>]+)/gy;
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g;

/**
 * Parses the strict dialect that our renderers write, which HTML 5 and XML read alike: every element closed, every
 * attribute in double quotes, only five entities. Anything else, such as a bare `<` from data, is an error.
 * @throws Error naming the place
 */
export function parseStrictMarkup(document: string): StrictElement {
  const root: StrictElement = { name: '#document', attributes: new Map(), children: [], text: '' };
  const open = [root];
  const start = document.startsWith(DOCTYPE) ? DOCTYPE.length : 0;
  TOKEN.lastIndex = start;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(document)?.groups;
    const current = open.at(-1);
    if (groups === undefined || current === undefined) {
      throw new Error(`Not well formed at ${at}: ${document.slice(at, at + 60)}`);
    }
    take(groups, current, open);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name ?? ''}> is not closed.`);
  return root;
}

function take(
  groups: Record<string, string | undefined>,
  current: StrictElement,
  open: StrictElement[],
): void {
  const { text, close, open: name, attributes, empty } = groups;
  if (text !== undefined) {
    current.text += current.name === 'style' ? text : decoded(text);
  } else if (name !== undefined) {
    const element = { name, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
    current.children.push(element);
    if (empty !== '/') open.push(element);
  } else {
    if (current.name !== close) throw new Error(`</${close ?? ''}> closes <${current.name}>.`);
    open.pop();
  }
}

/** All elements of a document, itself first. */
export function everyElement(element: StrictElement): readonly StrictElement[] {
  return [element, ...element.children.flatMap(everyElement)];
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([A-Za-z][A-Za-z0-9:-]*)="([^"]*)"/g)) {
    if (attributes.has(name)) throw new Error(`The attribute ${name} is given twice.`);
    attributes.set(name, decoded(value));
  }
  return attributes;
}

function decoded(text: string): string {
  if (/&/.test(text.replace(ENTITY, ''))) throw new Error(`A bare & in: ${text.slice(0, 60)}`);
  const signs: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  return text.replace(ENTITY, (entity) => signs[entity] ?? entity);
}
