/** SVG → PNG. */
export interface Pictures {
  png(svg: string, widthPx: number): Promise<Uint8Array>;
}
