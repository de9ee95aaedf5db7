import { createRequire } from 'node:module';
import path from 'node:path';
import { PermanentError } from '../../errors/pipeline-error.ts';

/** Wider pictures than this are no use and cost memory with the square of the width. */
const WIDEST_PX = 4_096;
/** Scripts that the shipped font lacks (East Asian and further); for these the machine's own fonts are loaded too. */
const NEEDS_SYSTEM_FONTS =
  /[\u0900-\u0dff\u0f00-\u109f\u1100-\u13ff\u1780-\u1cff\u2e80-\ua4cf\ua960-\uabff\uac00-\ufaff\uff00-\uff60]|[\u{10000}-\u{3ffff}]/u;

/**
 * A PNG of our own SVG. Text is drawn with the DejaVu Sans that the package ships, so that a machine without fonts
 * gives the same picture; resvg is loaded on the first call.
 * @throws PermanentError(`INPUT_INVALID`) when the text is no SVG or the width is out of range
 */
export async function pngFromSvg(svg: string, widthPx: number): Promise<Uint8Array> {
  if (!Number.isInteger(widthPx) || widthPx < 1 || widthPx > WIDEST_PX) {
    throw new PermanentError(
      'INPUT_INVALID',
      `A picture is 1 to ${WIDEST_PX} px wide; ${widthPx} px was asked for.`,
    );
  }
  const { Resvg } = await import('@resvg/resvg-js');
  try {
    const picture = new Resvg(svg, {
      fitTo: { mode: 'width', value: widthPx },
      font: {
        loadSystemFonts: NEEDS_SYSTEM_FONTS.test(svg),
        fontFiles: fontFiles(),
        defaultFontFamily: 'DejaVu Sans',
        sansSerifFamily: 'DejaVu Sans',
      },
    });
    return picture.render().asPng();
  } catch (cause) {
    throw new PermanentError('INPUT_INVALID', 'The picture is no SVG that can be drawn.', { cause });
  }
}

function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('dejavu-fonts-ttf/package.json'));
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => path.join(folder, 'ttf', name));
}
