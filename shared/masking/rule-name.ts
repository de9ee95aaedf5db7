/** What custom rules may be called. Apart from their schema: whoever masks does not wait for what reads policies. */
export const RULE_NAME = /^[a-z][a-z0-9-]{0,40}$/;
/** What their pseudonyms may be called. */
export const RULE_TYPE = /^[a-z][a-z_]{0,24}$/;
