import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pngFromSvg } from './png-from-svg.ts';

const svgOf = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><rect width="200" height="40" fill="#ffffff"/><text x="10" y="26" font-size="16" font-family="system-ui, sans-serif">${text}</text></svg>`;

describe('pngFromSvg', () => {
  it('draws text with the shipped font, so that a machine without fonts shows it too', async () => {
    const without = darkPixels(await pngFromSvg(svgOf(''), 200));

    const latin = darkPixels(await pngFromSvg(svgOf('p95 +86 %'), 200));
    const arabic = darkPixels(await pngFromSvg(svgOf('زمن'), 200));

    expect(without).toBe(0);
    expect(latin).toBeGreaterThan(200);
    expect(arabic).toBeGreaterThan(50);
  });

  it('has the width that was asked for', async () => {
    const png = await pngFromSvg(svgOf('x'), 400);

    expect(Buffer.from(png).readUInt32BE(16)).toBe(400);
    expect(Buffer.from(png).readUInt32BE(20)).toBe(80);
  });

  it('gives the same bytes for the same picture', async () => {
    expect(await pngFromSvg(svgOf('x'), 100)).toEqual(await pngFromSvg(svgOf('x'), 100));
  });

  it.each([0, 1.5, 100_000])('refuses a width of %d px', async (width) => {
    await expect(pngFromSvg(svgOf('x'), width)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('refuses what is no SVG', async () => {
    await expect(pngFromSvg('<svg', 100)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

/** Counts pixels darker than mid-grey in an 8-bit RGBA PNG (RFC 2083 filters undone). */
function darkPixels(png: Uint8Array): number {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * 4;
  let above = Buffer.alloc(stride);
  let dark = 0;
  for (let row = 0; row * (stride + 1) < raw.length; row += 1) {
    const filter = raw[row * (stride + 1)] ?? 0;
    const line = Buffer.from(raw.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    for (let index = 0; index < stride; index += 1) {
      const left = line[index - 4] ?? 0;
      const up = above[index] ?? 0;
      const corner = above[index - 4] ?? 0;
      line[index] = (line[index] ?? 0) + predicted(filter, left, up, corner);
    }
    for (let index = 0; index < stride; index += 4) if ((line[index] ?? 255) < 128) dark += 1;
    above = line;
  }
  return dark;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
