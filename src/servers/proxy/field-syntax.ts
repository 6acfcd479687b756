/** What a header value may hold, whoever wrote it. */

/** A character that no header value may hold (RFC 9110, section 5.5). */
export const FORBIDDEN_IN_VALUE: RegExp = /[^\t\x20-\x7e\x80-\xff]/;
