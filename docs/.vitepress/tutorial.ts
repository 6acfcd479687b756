/** The order in which the tutorial is read; the sidebar and the page of all examples follow it. */
export const TUTORIAL: readonly string[] = [
  ...["quickstart", "overview", "environment", "application", "routing", "variable-rules", "url-building"],
  ...[
    "http-methods",
    "templates",
    "static-files",
    "request-object",
    "sending-form-data",
    "cookies",
    "sessions",
  ],
  ...["redirects-and-errors", "message-flashing", "file-uploading", "extensions", "sqlite", "deployment"],
  ...["testing", "signing", "security"],
];
