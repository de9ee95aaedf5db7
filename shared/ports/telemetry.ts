/** Attribute values as OpenTelemetry takes them; text must be masked or of our own making. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  /** W3C traceparent of this span, to be handed on in messages; null when nothing records. */
  readonly traceparent: string | null;
  set(attributes: SpanAttributes): void;
}

/** Spans with the OpenTelemetry conventions; a no-op when no exporter is configured. */
export interface Telemetry {
  /** Runs `work` inside a span; an error marks the span and goes on its way. */
  span<T>(
    name: string,
    options: {
      readonly kind: 'internal' | 'consumer' | 'producer' | 'client' | 'server';
      readonly parent: string | null;
      readonly attributes?: SpanAttributes;
    },
    work: (span: Span) => Promise<T>,
  ): Promise<T>;
}
