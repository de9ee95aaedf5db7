import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { QUEUE_NAMES, queueSettings } from '../../shared/contracts/queue-name.ts';
import { ERROR_CODES } from '../../shared/errors/codes.ts';
import { PRODUCT } from '../../shared/product.ts';
import { ROOT } from '../support/start-installation.ts';

const SOURCES = ['functions', 'shared', 'apps', 'tools', 'bench'].flatMap((folder) => filesUnder(folder));

describe('the house rules', () => {
  it('have one place that makes masked text from raw text', () => {
    const makers = SOURCES.filter((file) => /\bas Masked\b/.test(read(file))).filter(
      (file) => !file.endsWith('.test.ts'),
    );

    expect(makers).toEqual(['shared/masking/create-masker.ts']);
  });

  it('keep local mode out of functions and shared', () => {
    const words = /azurite|pglite|look-?alike|isLocal|UseDevelopmentEmulator/i;
    const product = SOURCES.filter(
      (file) => /^(functions|shared)\//.test(file) && !file.endsWith('.test.ts'),
    );

    const found = product.filter((file) => words.test(withoutComments(read(file))));

    expect(found).toEqual([]);
  });

  it('keep functions to fifteen lines', () => {
    const functions = readdirSync(path.join(ROOT, 'functions')).filter(
      (file) => file.endsWith('.ts') && file !== 'index.ts',
    );

    const long = functions.filter((file) => read(`functions/${file}`).split('\n').length > 16);

    expect(functions.length).toBeGreaterThan(15);
    expect(long).toEqual([]);
  });

  it('give each queue a function and each function file a place in the index', () => {
    const index = read('functions/index.ts');
    const files = readdirSync(path.join(ROOT, 'functions')).filter(
      (file) => file.endsWith('.ts') && file !== 'index.ts',
    );
    const handled = files.flatMap(
      (file) => /handleQueue\('(\w+)'\)/.exec(read(`functions/${file}`))?.[1] ?? [],
    );

    expect(handled.sort()).toEqual([...QUEUE_NAMES].sort());
    expect(files.filter((file) => !index.includes(`'./${file}'`))).toEqual([]);
    expect(QUEUE_NAMES.map((name) => queueSettings(name).name)).toEqual([...QUEUE_NAMES]);
  });

  it('document every error code with its cure', () => {
    const operating = read('docs/operating.md');

    expect(Object.keys(ERROR_CODES).filter((code) => !operating.includes(`\`${code}\``))).toEqual([]);
  });

  it('state the version of package.json', () => {
    const manifest = JSON.parse(read('package.json')) as { name: string; version: string };

    expect(PRODUCT).toEqual({ name: manifest.name, version: manifest.version });
  });

  it('name every file in kebab-case', () => {
    const names = SOURCES.map((file) => path.basename(file));

    expect(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.properties)?(\.test|\.d)?\.ts$/.test(name)),
    ).toEqual([]);
  });
});

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .sort();
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
