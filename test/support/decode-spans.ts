/** What the tests look at of an OTLP span. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/**
 * ExportTraceServiceRequest → spans, by the field numbers of opentelemetry-proto (trace/v1): resource_spans 1, scope_spans 2, spans 2;
 * Span: trace_id 1, span_id 2, parent_span_id 4, name 5, attributes 9.
 */
export function decodeSpans(message: Uint8Array): ReceivedSpan[] {
  return nested(message, 1)
    .flatMap((resourceSpans) => nested(resourceSpans, 2))
    .flatMap((scopeSpans) => nested(scopeSpans, 2))
    .map((span) => {
      const fields = fieldsOf(span);
      const hex = (number: number): string => Buffer.from(find(fields, number)).toString('hex');
      return {
        traceId: hex(1),
        spanId: hex(2),
        parentSpanId: hex(4),
        name: Buffer.from(find(fields, 5)).toString('utf8'),
        attributes: Object.fromEntries(
          fields.filter(({ number }) => number === 9).map(({ bytes }) => attributeOf(bytes)),
        ),
      };
    });
}

function attributeOf(bytes: Uint8Array): [string, string] {
  const fields = fieldsOf(bytes);
  const key = Buffer.from(find(fields, 1)).toString('utf8');
  const value = fieldsOf(find(fields, 2))[0];
  return [key, value?.number === 1 ? Buffer.from(value.bytes).toString('utf8') : ''];
}

function nested(message: Uint8Array, number: number): Uint8Array[] {
  return fieldsOf(message)
    .filter((field) => field.number === number)
    .map((field) => field.bytes);
}

function find(fields: readonly Field[], number: number): Uint8Array {
  return fields.find((field) => field.number === number)?.bytes ?? new Uint8Array();
}

/** Protobuf wire format: varint 0, fixed64 1, length-delimited 2, fixed32 5. */
function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    const start = at;
    if (wire === 0) varint();
    const length = wire === 2 ? varint() : wire === 1 ? 8 : wire === 5 ? 4 : 0;
    const from = wire === 0 ? start : at;
    at += length;
    fields.push({ number: Math.floor(tag / 8), bytes: message.subarray(from, at) });
  }
  return fields;
}
