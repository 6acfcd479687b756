/**
 * Flask's sessions: a dictionary in the browser's cookie, signed with the application's secret key. A cookie
 * that Flask signs is read here, and the other way round.
 *
 * @module
 */
export { Tuple, UnserializableError, UUID } from "../python/index.ts";
export { SessionClosedError, SessionCookieTooLargeError, SessionUnavailableError } from "./errors.ts";
export { JSONTag, type TagSerializer } from "./json-tag.ts";
export { NullSession } from "./null-session.ts";
export { SecureCookieSessionInterface, type SessionRejection } from "./secure-cookie.ts";
export { Session, type SessionLoader } from "./session.ts";
export type { SecretKey, SessionConfig, SessionHost } from "./session-host.ts";
export { SessionInterface } from "./session-interface.ts";
export type * from "./session-value.ts";
export { type JSONTagClass, type TaggedJSONOptions, TaggedJSONSerializer } from "./tagged-json.ts";
export type { SessionCodec } from "./tracked-values.ts";
