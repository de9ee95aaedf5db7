type Node = Readonly<Record<string, unknown>>;

/** Properties by type, of those that cards of ours use. Source: schema of Adaptive Cards 1.5. */
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  RichTextBlock: ['type', 'inlines'],
  TextRun: ['type', 'text', 'weight', 'size', 'isSubtle', 'color', 'selectAction'],
  Container: ['type', 'style', 'items'],
  Table: ['type', 'columns', 'rows', 'firstRowAsHeaders'],
  TableRow: ['type', 'cells'],
  TableCell: ['type', 'items'],
  'Action.OpenUrl': ['type', 'title', 'url'],
};
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  inlines: ['TextRun'],
  items: ['RichTextBlock', 'Container', 'Table'],
  rows: ['TableRow'],
  cells: ['TableCell'],
};

/** Faults of the message of a Teams workflow with one card; none when Teams would show it. */
export function checkCardMessage(value: unknown): readonly string[] {
  const faults: string[] = [];
  const message = nodeOf(value);
  const attachments = message['attachments'];
  const attachment = nodeOf(Array.isArray(attachments) ? attachments[0] : null);
  const card = nodeOf(attachment['content']);
  if (message['type'] !== 'message') faults.push('is no message');
  if (attachment['contentType'] !== 'application/vnd.microsoft.card.adaptive') faults.push('has no card');
  if (card['type'] !== 'AdaptiveCard' || card['version'] !== '1.5') faults.push('is no card of version 1.5');
  visitAll(card['body'], CHILDREN['items'] ?? [], 'body');
  visitAll(card['actions'], ['Action.OpenUrl'], 'actions');
  return faults;

  function visitAll(list: unknown, types: readonly string[], at: string): void {
    if (!Array.isArray(list)) {
      faults.push(`${at}: is no list`);
      return;
    }
    list.forEach((item: unknown, index) => {
      const node = nodeOf(item);
      if (types.includes(String(node['type']))) visit(node, `${at}[${index}]`);
      else faults.push(`${at}[${index}]: ${String(node['type'])} is not allowed here`);
    });
  }

  function visit(node: Node, at: string): void {
    const allowed = PROPERTIES[String(node['type'])] ?? [];
    for (const [name, value] of Object.entries(node)) {
      if (!allowed.includes(name)) faults.push(`${at}: unknown property ${name}`);
      const types = CHILDREN[name];
      if (types !== undefined) visitAll(value, types, `${at}/${name}`);
      if (name === 'text' && (typeof value !== 'string' || value === '')) faults.push(`${at}: empty text`);
      if (name === 'url' && !/^https?:\/\//.test(String(value))) faults.push(`${at}: bad address`);
      if (name === 'selectAction') visitAll([value], ['Action.OpenUrl'], at);
    }
  }
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
