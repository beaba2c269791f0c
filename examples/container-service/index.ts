import * as snowflake from "pulumi-dynamic-snowflake";
import { PushedImage } from "./pushed-image";

const shop = new snowflake.Database("shop");
const web = new snowflake.Schema("web", { database: shop });

// Machines for services. They cost from the moment they stand until the pool suspends itself, ten minutes after the last service.
const pool = new snowflake.ComputePool("web_pool", {
  instanceFamily: "CPU_X64_XS",
  minNodes: 1,
  maxNodes: 2,
  autoSuspendSecs: 600,
});

// A repository goes only when it is empty, unless something else is said. What is in this one can be pushed again.
const images = new snowflake.ImageRepository("images", { schema: web, dataLoss: "allow" });

// Between repository and service: it waits for the one, and the other waits for it.
const nginx = new PushedImage("nginx", { repository: images, source: "nginx:1.27" });

// `pulumi up` ends when the service runs and its endpoint has an address, which takes minutes the first time.
const server = new snowflake.Service("web_server", {
  schema: web,
  computePool: pool,
  minInstances: 1,
  maxInstances: 1,
  spec: {
    containers: [{ name: "web-server", image: nginx.image, readinessProbe: { port: 80, path: "/" } }],
    endpoints: [{ name: "ui", port: 80, public: true }],
  },
  // The tag stays when another image is pushed under it: the digest tells.
  triggers: { image: nginx.digest },
});

export const repositoryUrl = images.repositoryUrl;
export const url = server.endpoints.apply(({ ui }) => ui?.url);
