import * as z from 'zod';

const Functions = z.array(
  z.object({
    name: z.string(),
    invoke_url_template: z.string().optional(),
    methods: z.array(z.string()).optional(),
  }),
);

interface HttpFunctionAddress {
  readonly name: string;
  readonly methods: readonly string[];
  /** Route template with its prefix, such as `/api/runs/{id}`. */
  readonly path: string;
}

/** The HTTP functions of a running host. @throws Error when it does not answer within 5 s */
export async function listHttpFunctions(
  functionsUrl: string,
  masterKey: string,
): Promise<HttpFunctionAddress[]> {
  const response = await fetch(`${functionsUrl}/admin/functions`, {
    headers: { 'x-functions-key': masterKey },
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`${functionsUrl}/admin/functions answered ${response.status}`);
  return Functions.parse(await response.json()).flatMap(
    ({ name, methods = [], invoke_url_template: path }) =>
      path === undefined ? [] : [{ name, methods, path }],
  );
}
