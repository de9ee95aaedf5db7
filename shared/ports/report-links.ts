/** Expiring links to report files, signed for one file each. */
export interface ReportLinks {
  url(ref: string, expiresAt: Date): string;
}
