type Node = Readonly<Record<string, unknown>>;

const MOST_BLOCKS = 50;
/** Of all blocks of a message together (`msg_blocks_too_long`); Slack documents no number, its people name this one. */
const MOST_CHARACTERS = 12_000;

/** Faults of Block Kit blocks as Slack would name them; none when Slack would take them. Limits of docs.slack.dev. */
export function checkBlocks(value: unknown): readonly string[] {
  const faults: string[] = [];
  if (!Array.isArray(value) || value.length === 0) return ['no blocks'];
  if (value.length > MOST_BLOCKS) faults.push(`more than ${MOST_BLOCKS} blocks`);
  if (JSON.stringify(value).length > MOST_CHARACTERS) faults.push('blocks too long');
  value.forEach((block: unknown, index) => checkBlock(nodeOf(block), `[${index}]`));
  return faults;

  function checkBlock(block: Node, at: string): void {
    switch (block['type']) {
      case 'header':
        checkPlain(nodeOf(block['text']), 150, `${at}/header`);
        return;
      case 'section':
        checkItems(block['fields'], 10, `${at}/fields`, (item, where) => checkPlain(item, 2_000, where));
        return;
      case 'context':
        checkItems(block['elements'], 10, `${at}/context`, (item, where) => checkPlain(item, 2_000, where));
        return;
      case 'rich_text':
        checkItems(block['elements'], 100, `${at}/rich_text`, checkRich);
        return;
      case 'input':
        checkPlain(nodeOf(block['label']), 2_000, `${at}/label`);
        checkLength(block['block_id'], 255, `${at}/block_id`);
        if (nodeOf(block['element'])['type'] !== 'plain_text_input') faults.push(`${at}: is no text input`);
        checkLength(nodeOf(block['element'])['action_id'], 255, `${at}/action_id`);
        return;
      case 'actions':
        checkLength(block['block_id'], 255, `${at}/block_id`);
        checkItems(block['elements'], 25, `${at}/actions`, checkButton);
        return;
      default:
        faults.push(`${at}: unknown block ${String(block['type'])}`);
    }
  }

  function checkButton(item: Node, at: string): void {
    if (item['type'] !== 'button') faults.push(`${at}: ${String(item['type'])}`);
    checkPlain(nodeOf(item['text']), 75, at);
    checkLength(item['action_id'], 255, `${at}/action_id`);
    checkLength(item['value'], 2_000, `${at}/value`);
    if (!['primary', 'danger', undefined].includes(item['style'] as string | undefined)) {
      faults.push(`${at}: style ${String(item['style'])}`);
    }
  }

  function checkRich(element: Node, at: string): void {
    if (element['type'] === 'rich_text_list') {
      checkItems(element['elements'], 100, at, checkRich);
      return;
    }
    if (element['type'] !== 'rich_text_section') faults.push(`${at}: ${String(element['type'])}`);
    checkItems(element['elements'], 500, at, (item, where) => {
      if (item['type'] === 'user') {
        if (!/^[UW][A-Z0-9]+$/.test(String(item['user_id']))) faults.push(`${where}: is no user`);
        return;
      }
      if (item['type'] === 'link') checkLength(item['url'], 3_000, `${where}/url`);
      else if (item['type'] !== 'text') faults.push(`${where}: ${String(item['type'])}`);
      checkLength(item['text'], 3_000, where);
    });
  }

  function checkItems(
    items: unknown,
    most: number,
    at: string,
    check: (item: Node, where: string) => void,
  ): void {
    if (!Array.isArray(items) || items.length === 0) faults.push(`${at}: is empty`);
    else if (items.length > most) faults.push(`${at}: more than ${most} items`);
    else items.forEach((item: unknown, index) => check(nodeOf(item), `${at}[${index}]`));
  }

  function checkPlain(text: Node, longest: number, at: string): void {
    if (text['type'] !== 'plain_text') faults.push(`${at}: is no plain_text`);
    checkLength(text['text'], longest, at);
  }

  function checkLength(text: unknown, longest: number, at: string): void {
    if (typeof text !== 'string' || text === '') faults.push(`${at}: is empty`);
    else if (text.length > longest) faults.push(`${at}: must be at most ${longest} characters`);
  }
}

function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
