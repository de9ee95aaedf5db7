type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object with names. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields of a JSON line that others sent on, as its program knew them: OpenTelemetry's typed values, Google's
 * `jsonPayload`, the bytes of the journal, nested fields of ECS. Other lines as they are.
 */
export function opened(fields: Fields): Fields {
  const { body, jsonPayload, attributes, MESSAGE: bytes, log, severity, timestamp } = fields;
  if (isRecord(jsonPayload))
    return { ...jsonPayload, ...(severity !== undefined && { severity }), timestamp };
  if (isRecord(body)) return { ...textsOf(attributes), ...fields, body: textOf(body) };
  if (Array.isArray(bytes)) return { ...fields, MESSAGE: textOfBytes(bytes) };
  if (isRecord(log) && typeof log['level'] === 'string') return { ...fields, 'log.level': log['level'] };
  if (isRecord(fields['t']) && '$date' in fields['t']) return fromMongo(fields, fields['t']['$date']);
  return fields;
}

const MONGO_LEVELS: Readonly<Record<string, string>> = { F: 'fatal', E: 'error', W: 'warning', I: 'info' };

/** `{"t":{"$date":"…"},"s":"I","c":"NETWORK","msg":"…"}`; D1 to D5 are those that help to find faults. */
function fromMongo({ s: level, c: component, ...fields }: Fields, time: unknown): Fields {
  return {
    ...fields,
    time,
    component,
    level: typeof level === 'string' ? (MONGO_LEVELS[level] ?? 'debug') : '',
  };
}

/** OTLP says the type of each value in its name: `{"stringValue":"…"}`. */
function textOf(value: Fields): string {
  const text = value['stringValue'] ?? value['intValue'] ?? value['doubleValue'] ?? value['boolValue'];
  if (typeof text === 'string') return text;
  return typeof text === 'number' || typeof text === 'boolean' ? String(text) : JSON.stringify(value);
}

function textsOf(attributes: unknown): Fields {
  if (!Array.isArray(attributes)) return {};
  const pairs = attributes.flatMap((attribute: unknown): (readonly [string, string])[] => {
    if (!isRecord(attribute) || !isRecord(attribute['value'])) return [];
    const key = attribute['key'];
    return typeof key === 'string' ? [[key, textOf(attribute['value'])]] : [];
  });
  return Object.fromEntries(pairs);
}

/** The journal gives a message that holds control characters as numbers. */
function textOfBytes(bytes: readonly unknown[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => (typeof byte === 'number' ? byte : 63)));
}
