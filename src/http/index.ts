/**
 * HTTP for applications: requests, responses, headers, cookies and errors, after Werkzeug.
 *
 * @module
 */

export { type AbortOptions, abort, defaultExceptions, type HTTPExceptionClass } from "./abort.ts";
export { Accept, type AcceptItem, parseAcceptHeader } from "./accept.ts";
export { dumpAge, parseAge } from "./ages.ts";
export { ambiguousPath, refuseAmbiguousPath } from "./ambiguous-path.ts";
export { Authorization, type Credentials } from "./authorization.ts";
export { type BodyLimits, effectiveLimits, type SharedLimits, tooLarge } from "./body-limits.ts";
export { ByteCollector } from "./byte-collector.ts";
export {
  CacheControl,
  parseCacheControlHeader,
  RequestCacheControl,
  ResponseCacheControl,
} from "./cache-control.ts";
export { CharsetAccept } from "./charset-accept.ts";
export { CombinedMultiDict } from "./combined-multi-dict.ts";
export { type ConditionalRequest, isResourceModified, type ResourceOptions } from "./conditional.ts";
export { getContentLength } from "./content-length.ts";
export {
  ContentRange,
  type ContentRangeFields,
  isByteRangeValid,
  parseContentRangeHeader,
} from "./content-range.ts";
export { ContentSecurityPolicy, dumpCspHeader, parseCspHeader } from "./content-security-policy.ts";
export { ContentTypeParameters, getContentType } from "./content-type.ts";
export { parseCookie } from "./cookie.ts";
export { getCurrentUrl, type URLParts } from "./current-url.ts";
export { httpDate, parseDate } from "./dates.ts";
export { Directives, type DirectiveValues } from "./directives.ts";
export type { Disk, TemporaryFile } from "./disk.ts";
export { diskFiles } from "./disk-files.ts";
export {
  isEntityHeader,
  isHopByHopHeader,
  removeEntityHeaders,
  removeHopByHopHeaders,
} from "./entity-headers.ts";
export {
  BadHost,
  BadRequest,
  BadRequestKeyError,
  ClientDisconnected,
  Conflict,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  Gone,
  ImATeapot,
  LengthRequired,
  Locked,
  MethodNotAllowed,
  MisdirectedRequest,
  NotAcceptable,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  RequestEntityTooLarge,
  RequestedRangeNotSatisfiable,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  RequestURITooLarge,
  SecurityError,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableEntity,
  UnsupportedMediaType,
} from "./errors.ts";
export { ETags, generateEtag, parseEtags, quoteEtag, unquoteEtag } from "./etags.ts";
export {
  type DictionaryFile,
  DictionaryFiles,
  FileNotFoundError,
  type FileSource,
  type FileVersion,
  type OpenFile,
} from "./file-source.ts";
export { FileStorage } from "./file-storage.ts";
export { ForwardedSource, type TrustedProxies } from "./forwarded-source.ts";
export { freeMemory } from "./free-memory.ts";
export type { Handler, RequestClass } from "./handler.ts";
export { dumpHeader, parseDictHeader, parseListHeader } from "./header-list.ts";
export { HeaderSet, parseSetHeader } from "./header-set.ts";
export { Headers, type HeadersSource } from "./headers.ts";
export { checkTrustedHosts, getHost, hostIsTrusted } from "./host.ts";
export { HTTPException, type HTTPExceptionOptions } from "./http-exception.ts";
export { asciiHost } from "./idna.ts";
export { IfRange, parseIfRangeHeader } from "./if-range.ts";
export { decodeJSON } from "./json-text.ts";
export { LanguageAccept } from "./language-accept.ts";
export type { MatchedRule } from "./matched-rule.ts";
export { MIMEAccept } from "./mime-accept.ts";
export { type GuessedType, type MimeTables, MimeTypes } from "./mime-types.ts";
export { ImmutableMultiDict, MultiDict, type MultiDictSource } from "./multi-dict.ts";
export {
  MultipartError,
  type MultipartLimits,
  MultipartParser,
  type PartHead,
  type PartReceiver,
} from "./multipart-parser.ts";
export { dumpOptionsHeader, parseOptionsHeader } from "./options-header.ts";
export {
  checkPasswordHash,
  generatePasswordHash,
  type PasswordHashOptions,
} from "./passwords.ts";
export { describeError, printable, withoutControls } from "./printable.ts";
export { ProxyFix } from "./proxy-fix.ts";
export { type HeaderValue, quoteHeaderValue, unquoteHeaderValue } from "./quoted-string.ts";
export { parseRangeHeader, Range, type RangePart } from "./range.ts";
export { redirect } from "./redirect.ts";
export { type BodyOptions, type DataOptions, type JSONOptions, Request } from "./request.ts";
export { RequestHeaders } from "./request-headers.ts";
export type { RequestSource } from "./request-source.ts";
export { type ConditionalOptions, Response } from "./response.ts";
export {
  type BodyChunk,
  type ChunkReader,
  checkChunk,
  endChunks,
  isStream,
  type ResponseBody,
  readChunks,
  type SendableBody,
  type StreamedBody,
  type TrailedBody,
} from "./response-body.ts";
export type { ResponseOptions } from "./response-content.ts";
export type { DeleteCookieOptions } from "./response-head.ts";
export { RetryableException, type RetryOptions } from "./retryable-exception.ts";
export { pathFrom, safeJoin } from "./safe-join.ts";
export { isSafeRedirect, type SafeURL, type Site } from "./safe-redirect.ts";
export { secureFilename } from "./secure-filename.ts";
export {
  type SendableFile,
  type SendFileOptions,
  type SendFileSettings,
  sendFile,
  sendFromDirectory,
} from "./send-file.ts";
export {
  BadGateway,
  GatewayTimeout,
  HTTPVersionNotSupported,
  InternalServerError,
  NotImplemented,
  ServiceUnavailable,
} from "./server-errors.ts";
export { type CookieOptions, checkCookiePrefix, dumpCookie, type SameSite } from "./set-cookie.ts";
export { appendSlashRedirect } from "./slash-redirect.ts";
export { statusName } from "./status.ts";
export { isFromThisMachine } from "./this-machine.ts";
export { quote, quoteFragment, quotePath, quoteQuery, unquote } from "./url-quote.ts";
export { iriToUri, uriToIri } from "./url-split.ts";
export { urlencode } from "./urlencoded.ts";
export { type WebRequestContext, WebRequestSource } from "./web-request-source.ts";
export { WWWAuthenticate } from "./www-authenticate.ts";
