export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Edge logging: a static message and fields; never payload text. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
