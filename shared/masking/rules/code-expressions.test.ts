import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'code' });

describe('code behind the name of a secret', () => {
  it.each([
    // Calls.
    'const accountKey = bytesToUint8Array("name", "base64");',
    'key: decodeURIComponent(pair[0].replace(/x/g, " ")),',
    'sha256_password: sha256_password({}),',
    'auth_plugin_password: driver.plugins.auth_plugin_password({',
    'row[field.name || key] = this.fieldToSQL(field, options);',
    'err = DecryptPKCS1v15SessionKey(nil, priv, enc, make([]byte, 4))',
    // Types.
    'readonly session: Http2Session | undefined;',
    'on(event: "connect", listener: (session: ClientHttp2Session, socket: Socket) => void): this;',
    'session: ServerHttp2Session<Request, Response>,',
    'private_key: ed25519.Ed25519PrivateKey, f_priv: Parts',
    'export type ClientCredential = OAuth2TokenCredential<Flow> | BasicCredential;',
    'declare function check(credential: ClientCredential): credential is BasicCredential;',
    'declare function warn(scope: string, logger: CredentialLogger): void;',
    'constructor(tokens: Token[], originalPath?: string);',
    'func WriteSignature(buf *bytes.Buffer, sig *Signature, qf Qualifier) {',
    'case *types.Chan, *types.Signature, *types.Slice:',
    'func fields(sig *types.Signature) map[types.Object]int {',
    // Operands and parts.
    'if (this.tok.peek(Normal).token === Token.LParen) {',
    'if sig := b.uint32(); sig != directoryEndSignature {',
    'const sigPass = sig === signature;',
    'const sharedKeyCredential = keyOrCredential instanceof SharedKeyCredential',
    'secret = keypair[:32]',
    'key = self.possible_simple_keys[self.flow_level]',
    'tokens = processed[state] = []',
    'key = line[0:spaceIndex]',
    'pconn.idle[key] = pconns[:len(pconns)-1]',
    'auth := &socksUsernamePassword{',
    'var basicKeys = map[string]bool{',
    'sig := *obj.typ.(*Signature)',
    'key = *(*uint32)(fullKeyPtr)',
    'hook_data = hook(hook_data, **kwargs)',
    'auth = dict(Email=credentials[0], Passwd=credentials[1], service=service)',
    // Variables named like what they are given to.
    'const castCredential = credential;',
    'username, password = url_user_password',
    'self.username, self.password = credentials',
    'credentialFunctions = devCredentialFunctions;',
    '_credential = void 0;',
    'IPSEC_LOCAL_CRED               = 0x19',
    // The next line.
    'if not self.password:\n    return (',
    'def __init__(self, token):\n    """Constructor.',
    'from keys import (\n    Ed448PublicKey,\n    RSAPrivateNumbers,\n)',
    'x = f(client_key_passphrase,\n      retries)',
    // Quoted.
    "readFile('/etc/passwd', 'utf8', callback);",
    'return { value: toText(item["secretBackup"], "base64url") };',
    "import { NamedKeyCredential, SASCredential, isSASCredential } from 'auth';",
    'ENV_INSTRUMENTATION_KEY = "APPINSIGHTS_INSTRUMENTATIONKEY"',
    'const TOKEN_REGEXP = /^[!#$%&*+.0-9A-Z^_a-z|~-]+$/;',
    "core_token = r'(?:(?:(?:\\^[%s]?)?[^%s])+)' % (nl, punct)",
    'await this.hook(`before:${event}`, ...args);',
    '#define sk_SRTP_PROTECTION_PROFILE_value(sk, idx) (SRTP_value(sk))',
    'size_t seed_key = static_cast<size_t>(2166136261UL));',
    'class EqualKey = equal_to<Key>,',
    '#define IPAddressOrRange_addressPrefix 0',
    '    :param client_secret: Unicode secret of the client.',
    'UNUM_APPROXIMATELY_SIGN_FIELD = 4',
    'docker run --rm -u 1000:1000 img',
    'curl -u $USER:$PASS https://x',
    'password = Base64.Utf8.decode(raw)',
    'token=Http2.Token1,',
    // Sentences.
    'Tries several `TokenCredential` implementations in order.',
    'A **Secret client** is what talks to the API, a **Secret version** one of its versions.',
    'For unions, basic simplifications used by the constructor are performed.',
    '// First pass: estimate size\n// Second pass: write with the estimated size',
    "every copy is identified by 'x-ms-copy-id'.",
    '/** AKP JWK "priv" (Private Key): base64url-encoded private key',
  ])('stays: %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });

  it('leaves what stands around a value', () => {
    expect(masker.mask("curl -su 'svc:Kq7mzR2vLp' https://x")).toMatch(
      /^curl -su '<secret-[^>]*>' https:\/\/x$/,
    );
    expect(masker.mask('["--password", "Kq7mzR2v", "--port", "8080"]')).toContain('"--port", "8080"]');
    expect(masker.mask("{password: 'Kq\\'7mz4R', x: 'y'}")).toMatch(/', x: 'y'\}$/);
  });

  it.each([
    ['password = CorrectHorse7Battery', 'CorrectHorse7Battery'],
    ['password: SommerWind7', 'SommerWind7'],
    ['password=Summer2Winter', 'Summer2Winter'],
    ['db_password = Kq7mzR9[2]', 'Kq7mzR9[2]'],
    ['password = Amsel[2024]', 'Amsel[2024]'],
    ['password=kq[7Rt92mLx]', 'kq[7Rt92mLx]'],
    ['pass: kestrel[wolf]', 'kestrel[wolf]'],
    ['password=Kq7mz(R9)x', 'Kq7mz(R9)x'],
    ['password = &Kestrel9', '&Kestrel9'],
    ['password: *Plover77', '*Plover77'],
    ['Login (password): Kq7mzR9x', 'Kq7mzR9x'],
    ['secret = Wm7kRq92Lx;', 'Wm7kRq92Lx'],
    ['token === "Wm7kRq92LxZ8tT4v"', 'Wm7kRq92LxZ8tT4v'],
    ['login("svc", "password", "CorrectHorse7")', 'CorrectHorse7'],
    ['("password", "Wm7kRq92Lx")', 'Wm7kRq92Lx'],
    ['Your new password:\nKq7mzR9x', 'Kq7mzR9x'],
    ['for the database password:\n  Kq7mzR9x', 'Kq7mzR9x'],
    ['password:\n  hunter2plover', 'hunter2plover'],
    ["ALTER USER anna IDENTIFIED BY 'Gr4n1teDove'", 'Gr4n1teDove'],
    ['Authorization: Basic c3ZjOktxN216UjlM', 'c3ZjOktxN216UjlM'],
    ['api_key = qwmzkrtplvbnxdhs', 'qwmzkrtplvbnxdhs'],
    ['first pass: Kq7mz!R9', 'Kq7mz!R9'],
    ['pwd === Tk4cC2$Q', 'Tk4cC2$Q'],
    ['password=Sommer7.Regen2', 'Sommer7'],
    ['PWD=Hafen9.Turm4;', 'Hafen9'],
    ['db.password: Kn0ten.Schnur8', 'Schnur8'],
    ["'password' => 'Kq7mz\\'R2vLp9',", 'R2vLp9'],
    ["{password: 'Kq\\'7mz4R', x: 'y'}", '7mz4R'],
    ['curl -fsSLu svc:Kq7mzR2vLp https://x', 'Kq7mzR2vLp'],
    ['curl -u "$USER:Kq7mzR2vLp" https://x', 'Kq7mzR2vLp'],
    ['System.setProperty("dbPassword", "SommerWind");', 'SommerWind'],
    ['props.put("adminPassword", "CORRECT_MARIGOLD");', 'CORRECT_MARIGOLD'],
    ['dbPassword, Sunshine8Secret', 'Sunshine8Secret'],
    ['user, password = SommerWind', 'SommerWind'],
    ['client_secret: "base64Wm7kRq92Lx"', 'base64Wm7kRq92Lx'],
  ])('is masked where it may be a password: %s', (text, secret) => {
    expect(masker.mask(text)).not.toContain(secret);
  });
});
