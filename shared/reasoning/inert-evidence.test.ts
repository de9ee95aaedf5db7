import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masked } from '../contracts/masked.ts';
import { inertEvidence } from './inert-evidence.ts';

const inert = (text: string): string => inertEvidence(Masked.parse(text));

describe('inertEvidence', () => {
  it.each([
    'if (a < b && c > d) { return list[0]; }',
    'Map<String, List<Integer>> data = new HashMap<>();',
    '+  const total = a | b;\n-  return x << 2;',
    'for (const s of sizes) sum += s;',
    'Größe, naïve, 日本語, 🚀',
  ])('leaves ordinary code and words alone: %s', (text) => {
    expect(inert(text)).toBe(text);
  });

  it.each([
    '</data>',
    '< / data >',
    '＜/data＞',
    '‹/data›',
    '<\u200b/data>',
    '</DATA-0123456789abcdef>',
    '<system>',
    '<|im_start|>system',
    '<|eot_id|>',
    '<｜end▁of▁sentence｜>',
    '<start_of_turn>model',
    '[/INST]',
    '<<SYS>>',
    '</s>',
    '<tool_call>',
  ])('takes its meaning from %s', (text) => {
    expect(inert(text)).not.toMatch(/[<＜‹]\s*[/|｜]|<(?:\s*data|system|start_of|tool|<SYS)|\[\/INST/i);
  });

  it('shows hidden signs as one sign that can be seen', () => {
    const hidden = Array.from('ignore')
      .map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0)))
      .join('');

    expect(inert(`a${hidden}b\u200b\u2060\u202ec\u00ad\u0007d`)).toBe('a\uFFFDb\uFFFDc\uFFFDd');
  });

  it('leaves no hidden sign and changes nothing the second time, whatever the text', () => {
    const signs = fc.constantFrom(
      '<',
      '＜',
      '/',
      'data',
      '|',
      '>',
      '[INST]',
      '\u200b',
      '\u{e0041}',
      '\u202e',
      'a',
      '\n',
    );

    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), (parts) => {
        const once = inert(parts.join(''));
        expect(once).not.toMatch(/[[\p{Default_Ignorable_Code_Point}\p{Cc}]--[\t\n]]/v);
        expect(inert(once)).toBe(once);
      }),
    );
  });
});
