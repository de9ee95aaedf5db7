/** Something that reads what strangers wrote. A `PipelineError` is an answer; everything else that it throws is a fault. */
export interface Target {
  readonly name: string;
  read(bytes: Uint8Array): unknown;
  /** Documents to start from. */
  readonly seeds: readonly string[];
}

/** Text of a document, whatever its bytes are. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** JSON as a door reads it: what is not JSON is refused before the schema sees it. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return value;
  } catch {
    return undefined;
  }
}
