/** Expiring links to report files, signed for one file each. */
export interface ReportLinks {
  url(ref: string, expiresAt: Date): string;
  /** @returns whether the link was signed by us for this very file and has not expired. */
  verify(ref: string, url: URL, now: Date): boolean;
}
