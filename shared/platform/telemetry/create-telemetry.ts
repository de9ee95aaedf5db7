import {
  context,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { Span, SpanAttributes, Telemetry } from '../../ports/telemetry.ts';
import { PipelineError } from '../../errors/pipeline-error.ts';

const KINDS = {
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
} as const;

/** Spans of the product through the OpenTelemetry API; whether they go anywhere is the SDK's matter (start-exporters.ts). */
export function createTelemetry(tracer: Tracer = trace.getTracer('perf-agent')): Telemetry {
  return {
    async span(name, options, work) {
      const parent = contextOf(options.parent);
      const span = tracer.startSpan(
        name,
        { kind: KINDS[options.kind], attributes: { ...options.attributes } },
        parent,
      );
      try {
        // As the active span, so that calls of the HTTP client inside become its children.
        return await context.with(trace.setSpan(parent, span), () => work(portSpan(span, options.parent)));
      } catch (error) {
        // Messages of ours are masked before they are stored; a span gets the code alone.
        const code = PipelineError.is(error) ? error.code : 'UNEXPECTED';
        span.setAttribute('error.type', code);
        span.setStatus({ code: SpanStatusCode.ERROR, message: code });
        throw error;
      } finally {
        span.end();
      }
    },
  };
}

function portSpan(span: OtelSpan, parent: string | null): Span {
  return {
    traceparent: traceparentOf(span) ?? parent,
    set: (attributes: SpanAttributes) => void span.setAttributes({ ...attributes }),
  };
}

function traceparentOf(span: OtelSpan): string | null {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (/^0+$/.test(traceId)) return null;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** W3C trace context, version 00. A malformed one starts a new trace, as the recommendation says. */
function contextOf(traceparent: string | null): ReturnType<typeof context.active> {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '');
  const [, traceId, spanId, flags] = match ?? [];
  const root = context.active();
  if (traceId === undefined || spanId === undefined || flags === undefined) return root;
  return trace.setSpanContext(root, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}
