import { describe, expect, it } from 'vitest';
import { guardTerminal, harmlessJson, oneLine } from './terminal-text.ts';

/** Clears the screen, hides what follows, names the window, a link, C1 controls, a bell, back over the line, another order. */
const STEERING = [
  '\u001b[2J',
  '\u001b[8m',
  '\u001b]0;x\u0007',
  '\u001b]8;;https://x\u0007',
  '\u009b31m',
  '\r',
  '\b',
  '\u202e',
];

describe('guardTerminal', () => {
  it.each(STEERING)('lets %j through to nobody', (sign) => {
    const printed = guarded([]);

    printed.printer.log(`title ${sign}end`);
    printed.printer.error(`title ${sign}end`);

    expect(printed.lines.join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(printed.lines.join('')).toMatch(/^title .*endtitle .*end$/);
  });

  it('leaves lines, tabs and letters of all scripts as they are', () => {
    const { printer, lines } = guarded([]);

    printer.log('a\tb\n性能 – ü 🚀');

    expect(lines).toEqual(['a\tb\n性能 – ü 🚀']);
  });

  it('leaves a JSON document as it is', () => {
    const { printer, lines } = guarded(['runs', '--json']);

    printer.log('"\u007f"');

    expect(lines).toEqual(['"\u007f"']);
  });
});

describe('harmlessJson', () => {
  it('says the same without a sign that steers', () => {
    const value = { text: 'a\u007f\u009b\u202e\u001b' };

    expect(harmlessJson(value)).toBe('{"text":"a\\u007f\\u009b\\u202e\\u001b"}');
    expect(JSON.parse(harmlessJson(value))).toEqual(value);
  });
});

describe('oneLine', () => {
  it('makes of a text that feigns another line one line', () => {
    expect(oneLine('Faster\n2026-11-21 run-1  pass\r\tx')).toBe('Faster 2026-11-21 run-1 pass x');
  });
});

function guarded(args: readonly string[]) {
  const lines: unknown[] = [];
  const printer = { log: (text: unknown) => lines.push(text), error: (text: unknown) => lines.push(text) };
  guardTerminal(printer, args);
  return { printer, lines };
}
