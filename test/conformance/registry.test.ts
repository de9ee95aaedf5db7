import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectors } from '../../shared/connectors/index.ts';

const folders = readdirSync(new URL('../../shared/connectors/', import.meta.url), { withFileTypes: true })
  // What connectors of one kind share is no connector.
  .filter((entry) => entry.isDirectory() && entry.name !== 'common')
  .map((entry) => entry.name)
  .sort();

describe('the registry of connectors', () => {
  it('has one key for each folder', () => {
    expect(Object.keys(connectors).sort()).toEqual(folders);
  });

  it.each(Object.entries(connectors))('loads %s under its own id', async (key, load) => {
    const { connector } = await load();

    expect(connector.id).toBe(key);
    expect(connector.title).not.toBe('');
  });

  it.each(folders)('has a page in the documentation for %s', (folder) => {
    const pages = readdirSync(new URL('../../docs/connectors/', import.meta.url));

    expect(pages).toContain(`${folder}.md`);
  });
});
