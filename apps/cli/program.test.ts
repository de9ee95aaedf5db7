import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { createMaskCommand } from './commands/mask.ts';
import { createProgram } from './program.ts';

/** Every command, as it is called: those with an action of their own and those that only group others. */
function commandsOf(command: Command, path: readonly string[] = []): [string, Command, boolean][] {
  return command.commands.flatMap((inner): [string, Command, boolean][] => {
    const name = [...path, inner.name()];
    const isGroup = inner.commands.length > 0 && inner.registeredArguments.length === 0;
    return [[name.join(' '), inner, isGroup], ...commandsOf(inner, name)];
  });
}

const COMMANDS = commandsOf(await createProgram());

describe('the command line', () => {
  it('has all its commands', () => {
    const names = COMMANDS.map(([name]) => name);

    expect(names.length).toBeGreaterThan(20);
    expect(names).toEqual(expect.arrayContaining(['analyze', 'logs diff', 'mask', 'dead-letters replay']));
  });

  it('takes no secret as an argument, where the list of processes and the shell would show it', () => {
    const secret = /key|token|secret|password|credential|code/;
    const options = COMMANDS.flatMap(([name, command]) =>
      command.options
        .filter(({ long, required, optional }) => secret.test(long ?? '') && (required || optional))
        .map(({ flags }) => `${name} ${flags}`),
    );

    expect(options.filter((option) => !/-(?:file|env)\b|<file>|--public-key/.test(option))).toEqual([
      // Codes of errors, and a key that may come from a file and warns when it does not.
      'dead-letters replay --code <code>',
      'dead-letters discard --code <code>',
      'mask --run-key <key>',
    ]);
  });

  it.each(COMMANDS.map(([name]) => name))('%s answers --help with exit code 0', async (name) => {
    let shown = '';
    const program = await createProgram();
    quieten(program, (words) => (shown += words));

    const ran = program.parseAsync([...name.split(' '), '--help'], { from: 'user' });

    await expect(ran).rejects.toMatchObject({ exitCode: 0 });
    expect(shown).toContain(`Usage: perf-agent ${name}`);
  });

  it.each(COMMANDS.filter(([, , isGroup]) => !isGroup).map(([name, command]) => [name, command] as const))(
    '%s has --json',
    (_name, command) => {
      expect(command.options.map(({ long }) => long)).toContain('--json');
    },
  );

  it.each([
    ['analyze shop --timeout abc', /seconds|number/],
    ['analyze shop --timeout 0', /seconds/],
    ['analyze shop --timeout -5', /seconds/],
    ['analyze shop --rerun 1.5', /whole number/],
    ['mask --json --jsonl', /cannot be used with/],
  ])('calls "%s" wrong usage before it asks anybody', async (line, reason) => {
    let shown = '';
    const program = await createProgram();
    quieten(program, (words) => (shown += words));

    const ran = program.parseAsync(line.split(' '), { from: 'user' });

    await expect(ran).rejects.toBeInstanceOf(CommanderError);
    expect(shown).toMatch(reason);
  });
});

describe('createProgram', () => {
  it.each(COMMANDS.map(([name]) => name).filter((name) => !name.includes(' ')))(
    'loads %s and no other command when it is called',
    async (name) => {
      const program = await createProgram([name, '--help']);

      expect(program.commands.map((command) => command.name())).toEqual([name]);
    },
  );

  it('loads all commands when none is called by its name', async () => {
    const program = await createProgram(['maks']);

    expect(program.commands.length).toBeGreaterThan(10);
  });
});

describe('mask --json', () => {
  it('prints one document, whatever the text holds', async () => {
    const input = 'He said "mail jo@example.org" 🚀\n\tand left.\\';

    const { masked, findings } = JSON.parse(await mask(input)) as { masked: string; findings: unknown };

    expect(masked).toMatch(/^He said "mail .*" 🚀\n\tand left\.\\$/s);
    expect(masked).not.toContain('jo@example.org');
    expect(Object.values(findings as Record<string, number>)).toContain(1);
  });

  it('holds the same text as without', async () => {
    const input = 'line one, jo@example.org\n'.repeat(5_000);

    const plain = await mask(input, []);
    const { masked } = JSON.parse(await mask(input)) as { masked: string };

    expect(masked).toBe(plain);
  });
});

async function mask(input: string, flags: readonly string[] = ['--json']): Promise<string> {
  const streams = { input: new PassThrough(), output: new PassThrough(), errors: new PassThrough() };
  const output = text(streams.output);
  streams.input.end(input);
  await createMaskCommand(streams).parseAsync(['--run-key', 'k'.repeat(32), ...flags], { from: 'user' });
  streams.output.end();
  return output;
}

function quieten(command: Command, write: (words: string) => void): void {
  command.configureOutput({ writeOut: write, writeErr: write });
  for (const inner of command.commands) quieten(inner, write);
}
