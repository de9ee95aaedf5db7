/** What a field's name says of its value: a password may have any form, a token or a key has to look random. */
export type SecretClass = 'password' | 'token' | 'key';
