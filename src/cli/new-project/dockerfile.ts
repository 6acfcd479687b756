/** The Dockerfile of a new project, and what stays out of its image. */

/**
 * A Dockerfile of two stages; the deployment example has the same.
 *
 * @param isVendored Whether Flagon is a packed file in the folder `vendor`.
 */
export function dockerfile(isVendored: boolean): string {
  return `# The packages are installed in a stage of their own: npm's cache and what it runs stay behind.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
${isVendored ? "COPY vendor ./vendor\n" : ""}RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
# All but what .dockerignore names: no key, no packages of this machine, no database.
COPY . .
# The only folder that the application may write to; the volume outlives the container.
RUN mkdir -p instance && chown node:node instance
VOLUME /app/instance
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \\
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Docker kills what has not ended ten seconds after this signal: --grace is less.
STOPSIGNAL SIGTERM
# SECRET_KEY comes from outside: docker run --env-file .env
CMD ["node_modules/.bin/flagon", "serve", "--host", "0.0.0.0", "--port", "8000", "--grace", "8"]
`;
}

/** What of a project must not come into its image. */
export const DOCKERIGNORE = `node_modules
instance
.env*
.git
`;
