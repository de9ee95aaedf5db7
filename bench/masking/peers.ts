import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INNER_FORMS, TOKEN_FORMS, type TokenForm } from '../../shared/masking/rules/token-forms.ts';
import { bestSpeed, printSpeed } from './measure.ts';

const CHUNK = 64 * 1024;

type Package = Readonly<Record<string, unknown>>;
type Load = (name: string) => Promise<Package | null>;

/**
 * Runs secretlint's recommended rules and, through re2, our own token forms over the same text. The packages are read from
 * a folder of their own (`--peers DIR`, made by `npm i re2 @secretlint/core @secretlint/secretlint-rule-preset-recommend`),
 * since the product does not depend on them. What is not there, or does not run, is named and left out.
 * @returns names of those that ran
 */
export async function comparePeers(folder: string, text: string): Promise<readonly string[]> {
  const require = createRequire(join(resolve(folder), 'package.json'));
  const load: Load = async (name) => {
    try {
      // What other projects' packages export is known by their documentation, not by types that are installed here.
      return (await import(pathToFileURL(require.resolve(name)).href)) as Package;
    } catch (cause) {
      console.log(`    ${name} is left out: ${firstLineOf(cause)}`);
      return null;
    }
  };
  const ran: string[] = [];
  const attempt = async (name: string, work: () => unknown): Promise<void> => {
    try {
      await work();
      ran.push(name);
    } catch (cause) {
      console.log(`    ${name} is left out: ${firstLineOf(cause)}`);
    }
  };
  const core = await load('@secretlint/core');
  const preset = await load('@secretlint/secretlint-rule-preset-recommend');
  if (core !== null && preset !== null) await attempt('secretlint', () => secretlint(core, preset, text));
  // re2 has to be compiled when it is installed; re2-wasm is the same engine without that.
  const native = (await load('re2'))?.['default'];
  const [name, engine] =
    native === undefined ? ['re2-wasm', (await load('re2-wasm'))?.['RE2']] : ['re2', native];
  if (engine !== undefined)
    await attempt(name, () => linearExpressions(name, engine as typeof RegExp, text.slice(0, 1e6)));
  await linearExpressions('the built-in engine', RegExp, text.slice(0, 1e6));
  return ran;
}

function firstLineOf(cause: unknown): string {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return line;
}

type LintSource = (request: object) => Promise<{ readonly messages: readonly unknown[] }>;

/** It leaves marks behind that slow thousands of calls down; the few here do not feel it, and its profiler fails when they are cleared. */
async function secretlint(core: Package, preset: Package, text: string): Promise<void> {
  const lintSource = core['lintSource'] as LintSource;
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset['creator'] }];
  let found = 0;
  const speed = await bestSpeed(
    text.length,
    async () => {
      found = 0;
      for (let at = 0; at < text.length; at += CHUNK) {
        const source = {
          content: text.slice(at, at + CHUNK),
          filePath: 'a.log',
          ext: '.log',
          contentType: 'text',
        };
        found += (await lintSource({ source, options: { config: { rules } } })).messages.length;
      }
    },
    2,
  );
  printSpeed('secretlint, recommended rules, 64 KB a call', speed, `(${found} found)`);
}

async function linearExpressions(name: string, Expression: typeof RegExp, text: string): Promise<void> {
  const expressions = [...TOKEN_FORMS, ...INNER_FORMS].flatMap((form) =>
    compiled(Expression, expressionOf(form)),
  );
  let found = 0;
  const speed = await bestSpeed(
    text.length,
    () => {
      found = 0;
      for (const expression of expressions) {
        for (let match = expression.exec(text); match !== null; match = expression.exec(text)) found++;
      }
    },
    1,
  );
  printSpeed(`${name}, ${expressions.length} of our token forms one by one`, speed, `(${found} found)`);
}

function expressionOf(token: TokenForm): RegExp {
  if ('form' in token) return token.form;
  const { charset, least, most } = token.run;
  const anchor = token.anchor.replace(/[.+*?^$()[\]{}|\\/]/g, '\\$&');
  return new RegExp(`${anchor}${charset.characters}{${least},${most}}`);
}

/** re2 repeats a thousand times at most and does not look ahead; such forms are left out for all engines alike. */
function compiled(Expression: typeof RegExp, { source, ignoreCase }: RegExp): RegExp[] {
  if (source.includes('(?!') || source.includes('{0,4}')) return [];
  return [new Expression(source.replace(/\d{4,}\}/g, '1000}'), ignoreCase ? 'giu' : 'gu')];
}
