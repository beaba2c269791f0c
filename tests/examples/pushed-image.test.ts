import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pushed } from "../../examples/container-service/pushed-image";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const image = "org-account.registry.snowflakecomputing.com/shop/web/images/nginx:1.27";
const push = { source: "nginx:1.27", image, repository: "SHOP.WEB.IMAGES" };

describe.skipIf(process.platform === "win32")("a pushed image", () => {
  let folder: string;
  const log = () => readFileSync(path.join(folder, "log"), "utf8").trim().split("\n");

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "docker-"));
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    vi.stubEnv("SNOWFLAKE_USER", undefined);
    vi.stubEnv("SNOWFLAKE_PASSWORD", undefined);
    docker(`[ "$1" != push ] || echo "1.27: digest: ${digest} size: 1234"`);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** Puts a docker on the path that notes what it is told, and then does something. */
  function docker(does: string): void {
    const file = path.join(folder, "docker");
    writeFileSync(file, `#!/bin/sh\necho "$*" >> "${folder}/log"\n${does}\n`);
    chmodSync(file, 0o755);
  }

  test("is pulled, tagged and pushed by docker, as it is logged in already", async () => {
    expect(await pushed(push)).toBe(digest);
    expect(log()).toEqual(["pull --platform linux/amd64 nginx:1.27", `tag nginx:1.27 ${image}`, `push ${image}`]);
  });

  test("takes a password from the environment to docker's standard input, and to no command line", async () => {
    vi.stubEnv("SNOWFLAKE_USER", "DEPLOYER");
    vi.stubEnv("SNOWFLAKE_PASSWORD", "correct horse");
    docker(`case "$1" in login) cat > "${folder}/input" ;; push) echo "1.27: digest: ${digest} size: 1234" ;; esac`);
    expect(await pushed(push)).toBe(digest);
    expect(log()[0]).toBe("login --username DEPLOYER --password-stdin org-account.registry.snowflakecomputing.com");
    expect(readFileSync(path.join(folder, "input"), "utf8")).toBe("correct horse");
    expect(log().join("\n")).not.toContain("horse");
  });

  test("fails with docker's own words", async () => {
    docker('if [ "$1" = push ]; then echo "denied: no WRITE on the repository" >&2; exit 1; fi');
    await expect(pushed(push)).rejects.toThrow("docker push:\ndenied: no WRITE on the repository");
  });

  test("fails if docker tells no digest, or is not there", async () => {
    docker("echo done");
    await expect(pushed(push)).rejects.toThrow("docker push told no digest:\ndone");
    vi.stubEnv("PATH", path.join(folder, "nowhere"));
    await expect(pushed(push)).rejects.toThrow("docker is needed to push images");
  });
});
