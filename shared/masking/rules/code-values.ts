/** What a statement or an expression of code begins with, where `case 'password':` and the keys of dictionaries stand before it. */
const STATEMENT =
  /^(?:return|continue|break|pass|raise|throw|yield|await|async|lambda|function|goto|fallthrough|assert|print|echo|typeof|delete|import|fn|def|elif|else|while|switch|case)$/;
/** Types alone. */
const TYPE =
  /^(?:bytes|bytearray|byte\[\]|char\[\]|string\[\]|\[\]byte|\[u8\]|&(?:'\w+ )?(?:mut )?(?:str|\[u8\]|String)|str|String|SecretStr(?:ing)?|SecretBytes|ByteString|ByteArray|CharArray|CharSequence|CharField|TextField|StringField|PasswordField|EncryptedString|Uint8Array|ArrayBuffer|NSString|NSData|ProtectedString|SecureString|PSCredential|GuardedString|StrictStr|EmailStr|(?:String|ID|Token|Password|Secret|Bytes)[!?]|(?:std::)?string_view|std::string|VARCHAR(?:\(\d+\))?|varchar(?:\(\d+\))?)[!?]?$/;
/** Types that hold another: `Optional[str]`, `Arc<Mutex<Token>>`. */
const HOLDS_TYPE =
  /^(?:(?:[a-z_]\w{0,20}(?:\.|::)){0,3})(?:Optional|Option|List|ArrayList|Set|HashSet|Map|HashMap|BTreeMap|Vec|VecDeque|Box|Arc|Rc|RefCell|Cell|Mutex|RwLock|Mapped|Union|Dict|dict|list|set|tuple|Tuple|Sequence|Iterable|Final|ClassVar|Annotated|Literal|Type|type|Promise|Array|ReadonlyArray|Maybe|Either|Nullable|Result|Record|Partial|Readonly|Cow|Zeroizing|Secret|SecretBox|Sensitive|Protected|Observable|Ref|Supplier|Callable|Future|CompletableFuture|Mono|Flux|Column|Depends|vector|unique_ptr|shared_ptr|optional|Lazy|Deferred|Input|Output|Pick|Omit|Awaitable|LiveData|MutableLiveData|StateFlow|ImmutableList|Collection|IEnumerable|IList|Task|Func)(?:\[[^\d\n][^\n]{0,100}\]|<[^\d\n][^\n]{0,100}>)/;
const LONGEST_TYPE = 160;
/** `Read-Host`, `Get-AzKeyVaultSecret`: the commands of PowerShell are a verb and a noun. */
const COMMAND =
  /^(?:Get|Read|New|Set|ConvertTo|ConvertFrom|Import|Invoke|Request|Unprotect|Protect|Select|Join|Out|Resolve|Start|Use|Connect|Test|Find)-[A-Z][a-z]+(?:[A-Z][A-Za-z]*)?$/;
/** What such a command reads a secret from; and its own options behind it. */
const COMMAND_OF_SECRET =
  /(?:Host|Credentials?|Secret|SecureString|Password|Content|Random|Guid|Item|ItemProperty|Variable|Key|Token|String|Path|Object|Request|RestMethod|Expression)$/;
const OPTIONS_BEHIND = /^ (?:[-$'"(|]|@)/;
/** `params[:password]`, `args['pw']`. */
const ITEM =
  /^[A-Za-z_$][\w$.]*\[(?:[:'"$][A-Za-z_]\w*['"]?|\w{0,40}(?:pass|pw|pwd|password|secret|token|key|name|id|idx|index))\]$/i;

export interface PlaceOfValue {
  /** What stands between name and value, without blanks. */
  readonly separator: string;
  /** A blank stands before the value. */
  readonly spaced: boolean;
  /** The name ends at a quote. */
  readonly isNameQuoted: boolean;
}

/** True for a value without quotes that is code: a statement, a type, a command of PowerShell, the item of a variable. */
export function isCode(text: string, start: number, end: number, place: PlaceOfValue): boolean {
  const value = text.slice(start, end);
  if (place.isNameQuoted && place.separator === ':' && STATEMENT.test(value)) return true;
  if (ITEM.test(value)) return true;
  if (place.separator === '=') return isCommand(text, value, end) || isCalled(text, value, end);
  if (!place.spaced) return false;
  return (
    (TYPE.test(value) && endsType(text, end)) || HOLDS_TYPE.test(text.slice(start, start + LONGEST_TYPE))
  );
}

function isCommand(text: string, value: string, end: number): boolean {
  return (
    COMMAND.test(value) && (COMMAND_OF_SECRET.test(value) || OPTIONS_BEHIND.test(text.slice(end, end + 2)))
  );
}

const CALLED =
  /^(?:[A-Za-z_]\w{0,30}\.){0,4}(?:(?:[A-Z]{1,8}|[A-Z]?[a-z]{1,20})(?:[A-Z][a-z]{1,20}){1,5}|[A-Z]\w{0,20}(?:Auth|Authenticator|Credentials?|Provider))$/;

/** `auth=HTTPBasicAuth(USER, PASSWORD)`: letters in humps with a bracket right behind them. */
function isCalled(text: string, value: string, end: number): boolean {
  return text.charAt(end) === '(' && CALLED.test(value);
}

const ENDS_TYPE = /^(?:$|[\n\r,;)}]|\\{1,3}[nr]|[ \t]{1,4}(?:=|$|[|/#\n\r)}]))/;

function endsType(text: string, end: number): boolean {
  return ENDS_TYPE.test(text.slice(end, end + 6));
}
