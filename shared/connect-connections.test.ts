import { describe, expect, it } from 'vitest';
import { connectorKit } from '../test/support/connector-kit.ts';
import { connectConnections } from './connect-connections.ts';

const GITLAB = {
  id: 'code',
  connector: 'gitlab',
  settings: { baseUrl: 'https://git.example', tokenSecret: 'gitlab-token' },
};

describe('connectConnections', () => {
  it('connects a connection when it is first asked for, and once', async () => {
    const connections = connectConnections([GITLAB], () => connectorKit({}));

    const [first, second] = await Promise.all([connections.get('code'), connections.get('code')]);

    expect(first.changes?.ensureComment).toBeInstanceOf(Function);
    expect(second).toBe(first);
    expect(await connections.get('code')).toBe(first);
  });

  it('refuses an id that the configuration does not have, and says which it has', async () => {
    const connections = connectConnections([GITLAB], () => connectorKit({}));

    await expect(connections.get('jira')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(connections.get('jira')).rejects.toThrow(/"jira".*code/);
    await expect(connectConnections([], () => connectorKit({})).get('x')).rejects.toThrow(/none/);
  });

  it.each(['gitlabb', 'toString', '__proto__'])(
    'refuses the connector "%s" and names those it knows',
    async (name) => {
      const connections = connectConnections([{ ...GITLAB, connector: name }], () => connectorKit({}));

      await expect(connections.get('code')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
      await expect(connections.get('code')).rejects.toThrow(/known are .*gitlab/);
    },
  );

  it('refuses settings that the connector does not take, with connection and field, without their values', async () => {
    const settings = { ...GITLAB.settings, baseUrl: 'hunter2' };
    const connections = connectConnections([{ ...GITLAB, settings }], () => connectorKit({}));

    const refused = connections.get('code');

    await expect(refused).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(refused).rejects.toThrow(/"code".*baseUrl/);
    await expect(refused).rejects.not.toThrow(/hunter2/);
  });

  it('does not let one wrong connection stand in the way of the others', async () => {
    const connections = connectConnections([{ ...GITLAB, id: 'bad', settings: {} }, GITLAB], () =>
      connectorKit({}),
    );

    await expect(connections.get('bad')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect((await connections.get('code')).changes?.ensureComment).toBeInstanceOf(Function);
  });
});
