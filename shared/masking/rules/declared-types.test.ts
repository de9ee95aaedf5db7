import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'types' });

describe('a name that is declared with its type', () => {
  it.each([
    'let password: &str = "«Kq7mzR2v»";',
    'let password: Foo = "«Kq7mzR2v»";',
    'pub const API_TOKEN: OSStatus = "«Kq7mzR2vLp9x»";',
    "const password: SecretType = '«hunter22»';",
    'val password: CharArray = "«hunter22»".toCharArray()',
    'let token: Token = Token::new("«Kq7mzR2vLp9xW»");',
    'def connect(host: str, password: SecretStr = "«hunter22»", port: int = 5):',
    'password: Optional[str] = "«hunter22»"',
    'api_key: str | None = "«Kq7mzR2vLp9x»"',
    'let db_password: String = String::from("«hunter22»");',
    'pub const SECRET_KEY: Option<&str> = Some("«Kq7mzR2vLp9x»");',
    'password: «Sommerwind»,',
    'if passwd == «amsel![staple]25»',
    'password=«tiger![wolke]9x»',
    'password = «geheim!(Sommer)»',
    'log: password=«kestrel::london»',
    'db_password=«wolke::tiger», user=x',
    'pub const PASSWORD: &[u8] = b"«Sommer7Wind»";',
    'val password: «Sommerwind»',
    'const password: «Sommer7»',
    'private_key = «0x9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0»',
  ])('has its value masked, and no type: %s', (line) => {
    const { text, values } = marked(line);
    const expected = values.reduce((sum, value) => sum.replace(value, '<>'), text);

    expect(masker.mask(text).replace(/<secret-\w+>/g, '<>')).toBe(expected);
  });

  it.each([
    'pub const_token: Token![const],',
    'where_token: <Token![where]>::default(),',
    'let bracket_token = bracketed!(content in input);',
    'pub const INVALID_PASSWORD: SqlState = SqlState(Inner::E28P01);',
    'keys: K::Container::zvl_with_capacity(0),',
    'let token_data = decode::<Claims>(',
    'pub const errAuthorizationSuccess: OSStatus = 0;',
    'pub fn decrypt(&self, password: impl AsRef<[u8]>) -> Result<SecretDocument> {',
    '    priv_key: &RsaPrivateKey,',
    'f(credential : *const core::ffi::c_void, marshaled: u8)',
    'pszpassword : windows_sys::core::PCSTR)',
    'pub Cred: CREDSSP_CRED,',
    'pub const CRED_FLAGS_CERT: CRED_FLAGS = 128u32;',
    'let m = 0x3456789ABCDEF012u64;',
    "json={'password': uuid.uuid4().hex})",
    "$_SESSION['single_password'] = $AUTH_MAP[$id]['password'];",
    '$key = self::$back_compat_keys[ $key ];',
    '$subkey = ParagonIE_Sodium_Core_HChaCha20::hChaCha20($nonce, $key);',
    'public function handlePasswordChange($password): void',
    '.ifPresent(supportedCredentialConfiguration::setFormat);',
    'for (CoordinatorKey key : unrepresentableKeys) {',
    'char[] keyPassword = keyPasswordPart != null ? keyPasswordPart.asString().toCharArray() : null;',
  ])('stays as it is: %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });
});
