import * as pulumi from "@pulumi/pulumi";

const secretKeys = ["password", "privateKey", "privateKeyPassphrase", "token", "passcode"];

/**
 * A secret in the stack's configuration that is not encrypted stands in clear in a file that is checked in, and in the state.
 *
 * @throws pulumi.RunError with the command that mends it.
 */
export function refuseClearSecrets(): void {
  const refused = clearSecret();
  if (refused !== undefined) throw new pulumi.RunError(refused);
}

function clearSecret(): string | undefined {
  const config = pulumi.runtime.allConfig();
  for (const key of secretKeys.map((one) => `snowflake:${one}`)) {
    if (config[key] !== undefined && !isSecret(key)) {
      return `${key} stands in the configuration in clear. Encrypt it, and change it if the file was shared: pulumi config set --secret ${key}`;
    }
  }
  const connections = "pulumi-dynamic-snowflake:connections";
  const text = config[connections];
  if (text === undefined || isSecret(connections) || !holdsSecret(text)) return undefined;
  return `${connections} holds a secret in clear. Encrypt it, and change it if the file was shared: pulumi config set --secret --path '${connections}.NAME.KEY'`;
}

function holdsSecret(text: string): boolean {
  try {
    const connections = Object.values(JSON.parse(text) as Record<string, unknown>);
    const key = /^(password|passcode|token|private_?key|private_?key_?raw|private_?key_?(passphrase|pass))$/i;
    return connections.some(
      (one) => typeof one === "object" && one !== null && Object.keys(one).some((name) => key.test(name)),
    );
  } catch {
    return false;
  }
}

/** Pulumi knows which keys are secret, and does not say so in its types. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret === undefined || isConfigSecret(key);
}
