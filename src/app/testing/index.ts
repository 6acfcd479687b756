/**
 * A client that calls an application without a server, and keeps its cookies.
 *
 * @module
 */
export { type CliInvokeOptions, type CliResult, FlagonCliRunner } from "./cli-runner.ts";
export { type ClientOptions, type ClientRequestOptions, FlagonClient } from "./client.ts";
export type { TestField, TestFields, TestFile } from "./test-body.ts";
export type { TestCookie, TestCookieOptions, TestCookiePlace } from "./test-cookies.ts";
export type { TestRequestOptions } from "./test-request.ts";
export { TestResponse } from "./test-response.ts";
