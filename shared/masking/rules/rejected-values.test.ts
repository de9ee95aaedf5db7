import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'rejected' });

describe('values that a check refused', () => {
  it.each([
    "Field error in object 'user' on field 'password': rejected value [«Tr3ppe!haus»]; codes [Size.user.password,Size.password]; arguments",
    "[Field error in object 'form' on field 'newPassword': rejected value [«kestrel»]; codes",
    'DETAIL:  Key (api_token)=(«Wm7kRq92Lx») already exists.',
    'ERROR: duplicate key value violates unique constraint "t_key"\n  Detail: Key (reset_token)=(«Wm7kRq92LxTt») already exists.',
    '{"detail":"Key (\\"session_token\\")=(«Wm7kRq92LxTt») already exists."}',
    "Duplicate entry '«Wm7kRq92LxTt»' for key 'users.api_token'",
    "Invalid value '«Tr3ppe!haus»' for parameter 'password'",
    'invalid value "«Tr3ppe!haus»" for option --password',
    "error: invalid value '«kestrel7»' for '--db-password <PW>'",
    'Value "«Tr3ppe!haus»" of property "db.password" is not allowed',
    '{"m":"Invalid value \\"«Tr3ppe!haus»\\" for field \\"password\\""}',
    'property password has invalid value: «Tr3ppe!haus»',
    'Option client_secret has an invalid value: "«Wm7kRq92LxTt»"',
    "1 validation error for Login\npassword\n  String should have at least 12 characters [type=string_too_short, input_value='«Tr3ppe!haus»', input_type=str]",
    '{"m":"1 validation error for Login\\npassword\\n  String should have at least 12 characters [type=string_too_short, input_value=\'«Tr3ppe!haus»\', input_type=str]"}',
    '{"field":"password","rejectedValue":"«Tr3ppe!haus»","message":"too short"}',
    '{"errors":[{"objectName":"user","field":"password","rejectedValue":"«kestrel»","bindingFailure":false}]}',
    '{"rejectedValue":"«Tr3ppe!haus»","field":"password"}',
    '{"value":"«Tr3ppe!haus»","msg":"Invalid value","param":"password","location":"body"}',
    '{"type":"field","value":"«Tr3p\\"haus»","msg":"Invalid value","path":"password","location":"body"}',
    '{"detail":[{"type":"string_too_short","loc":["body","password"],"msg":"String should have at least 12 characters","input":"«Tr3ppe!haus»","ctx":{"min_length":12}}]}',
    '{"body":"{\\"field\\":\\"password\\",\\"rejectedValue\\":\\"«Tr3ppe!haus»\\",\\"message\\":\\"x\\"}"}',
    '{"body":"{\\"loc\\":[\\"body\\",\\"password\\"],\\"msg\\":\\"x\\",\\"input\\":\\"«Tr3ppe!haus»\\"}"}',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
    if (text.startsWith('{')) expect(() => JSON.parse(masked) as unknown).not.toThrow();
  });

  it.each([
    "Field error in object 'user' on field 'email': rejected value [null]; codes",
    "Field error in object 'user' on field 'age': rejected value [twelve]; codes",
    "Field error in object 'user' on field 'password': rejected value [null]; codes",
    "Field error in object 'user' on field 'password': rejected value []; codes",
    'Key (order_id)=(48213) already exists.',
    'Key (sort_key)=(created_at_desc) already exists.',
    "Duplicate entry 'shop-1' for key 'orders.PRIMARY'",
    "Duplicate entry '42-7' for key 'uk_token_type'",
    "invalid value 'abc' for '--threads <N>'",
    'Invalid value "blue" for field "color"',
    'value "30s" for key timeout',
    "has value 'full' in the set",
    'option retries has invalid value: many',
    "1 validation error for Job\nmode\n  Input should be 'a' [type=literal_error, input_value='fast', input_type=str]",
    '{"field":"mode","rejectedValue":"fast","message":"unknown"}',
    '{"value":"fast","msg":"Invalid value","param":"mode","location":"body"}',
    '{"loc":["body","password"],"msg":"Field required","type":"missing","input":{"user":"x"}}',
    '{"loc":["body","password"],"msg":"Field required","type":"missing"}',
    '{"location":"body","path":"mode"}',
    '{"field":"password","rejectedValue":null,"message":"must not be null"}',
    '{"field":"password","rejectedValue":"","message":"must not be empty"}',
    "Invalid value 'null' for parameter 'password'",
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
