/**
 * The source of an expression that matches `</name>` where an element ends: at the end of the text, or before a blank, a quote or
 * another tag, with no more than the end of a sentence between. `</` alone is as good in a password as any two signs.
 */
export const CLOSING_TAG = '<\\/[\\w:.-]{1,40}>(?=[.,;:!?)\\]}]{0,3}(?:$|[\\s<"\'`\\\\]))';
