/** Children that a node may have; the part of the published schema that tickets need, read closely. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  doc: ['paragraph', 'heading', 'bulletList', 'panel', 'table'],
  paragraph: ['text'],
  heading: ['text'],
  bulletList: ['listItem'],
  listItem: ['paragraph'],
  panel: ['paragraph'],
  table: ['tableRow'],
  tableRow: ['tableHeader', 'tableCell'],
  tableHeader: ['paragraph'],
  tableCell: ['paragraph'],
};
const NOT_EMPTY = new Set(['bulletList', 'listItem', 'panel', 'table', 'tableHeader', 'tableCell']);
const KEYS = new Set(['type', 'version', 'attrs', 'content', 'text', 'marks']);
const PANELS = ['info', 'note', 'tip', 'warning', 'error', 'success'];

/** Faults of a document in Atlassian Document Format, each with its path; none when Jira would take it. */
export function checkAdf(value: unknown): readonly string[] {
  const faults: string[] = [];
  if (!isObject(value) || value['type'] !== 'doc' || value['version'] !== 1) {
    return ['/: is not a document of version 1'];
  }
  visit(value, '');
  return faults;

  function visit(node: Readonly<Record<string, unknown>>, path: string): void {
    const type = String(node['type']);
    for (const key of Object.keys(node)) if (!KEYS.has(key)) faults.push(`${path}: has "${key}"`);
    if (type === 'text') {
      checkText(node, path);
      return;
    }
    checkAttributes(node, type, path);
    const content = Array.isArray(node['content']) ? node['content'] : [];
    if (content.length === 0 && NOT_EMPTY.has(type)) faults.push(`${path}: ${type} is empty`);
    content.forEach((child: unknown, index) => {
      const at = `${path}/${type}[${index}]`;
      if (!isObject(child)) faults.push(`${at}: is no node`);
      else if (CHILDREN[type]?.includes(String(child['type'])) !== true) {
        faults.push(`${at}: ${type} takes no ${String(child['type'])}`);
      } else visit(child, at);
    });
  }

  function checkText(node: Readonly<Record<string, unknown>>, path: string): void {
    if (typeof node['text'] !== 'string' || node['text'] === '') faults.push(`${path}: empty text`);
    const marks = Array.isArray(node['marks']) ? node['marks'] : [];
    for (const mark of marks) {
      const { type, attrs } = Object(mark) as { type?: string; attrs?: { href?: string } };
      if (type === 'strong') continue;
      if (type !== 'link' || !/^https?:\/\//.test(attrs?.href ?? '')) faults.push(`${path}: bad mark`);
    }
  }

  function checkAttributes(node: Readonly<Record<string, unknown>>, type: string, path: string): void {
    const attrs = isObject(node['attrs']) ? node['attrs'] : {};
    if (type === 'heading' && !(Number(attrs['level']) >= 1 && Number(attrs['level']) <= 6)) {
      faults.push(`${path}: heading without level`);
    }
    if (type === 'panel' && !PANELS.includes(String(attrs['panelType']))) {
      faults.push(`${path}: panel without type`);
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
