import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'given' });

describe('values that a command is given with their name', () => {
  it.each([
    "Set-Variable -Name password -Value '«plover42»'",
    'Set-Variable -Name \'dbPassword\' -Value "«Tr3ppe!haus»" -Scope Global',
    "New-Variable password -Value '«plover 42»'",
    "Set-Secret -Name api_password -Secret '«plover42»'",
    "set-variable -name token -option ReadOnly -value '«Wm7kRq92LxZt8»'",
    "curl --data-urlencode 'password=«plo ver42»' https://a.example",
    'curl -s --data-urlencode "password=«blaue Wolke 7»" https://a.example/login',
    'curl --form "password=«grauer Reiher 9»" https://a.example',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    "Set-Variable -Name path -Value 'C:\\Temp'",
    "Set-Variable -Name tokenCount -Value '12000'",
    "New-Variable -Name password -Value '$env:PW'",
    "curl --data-urlencode 'query=select 1' https://a.example",
    "curl --form 'file=@report.csv' https://a.example",
    "curl --data-urlencode 'password=${PW}' https://a.example",
    "curl --form 'password=<pw.txt' https://a.example",
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
