import { compilationError } from "../sql-error";

/** What a cloud's stages may say. */
export interface Cloud {
  /** As SHOW STAGES names it. */
  name: "AWS" | "GCP" | "AZURE";
  credentials: readonly (readonly string[])[];
  encryption: readonly string[];
  directory: readonly string[];
  compatible?: true;
}

const s3: Cloud = {
  name: "AWS",
  credentials: [["AWS_KEY_ID", "AWS_SECRET_KEY"], ["AWS_KEY_ID", "AWS_SECRET_KEY", "AWS_TOKEN"], ["AWS_ROLE"]],
  encryption: ["AWS_CSE", "AWS_SSE_S3", "AWS_SSE_KMS", "NONE"],
  directory: ["ENABLE", "AUTO_REFRESH", "REFRESH_ON_CREATE", "AWS_SNS_TOPIC"],
};

const clouds: Readonly<Record<string, Cloud>> = {
  s3,
  s3china: s3,
  s3gov: s3,
  s3compat: { ...s3, credentials: [["AWS_KEY_ID", "AWS_SECRET_KEY"]], encryption: ["NONE"], compatible: true },
  gcs: {
    name: "GCP",
    credentials: [],
    encryption: ["GCS_SSE_KMS", "NONE"],
    directory: ["ENABLE", "AUTO_REFRESH", "REFRESH_ON_CREATE", "NOTIFICATION_INTEGRATION"],
  },
  azure: {
    name: "AZURE",
    credentials: [["AZURE_SAS_TOKEN"]],
    encryption: ["AZURE_CSE", "NONE"],
    directory: ["ENABLE", "AUTO_REFRESH", "REFRESH_ON_CREATE", "NOTIFICATION_INTEGRATION"],
  },
};

/** The cloud that a URL is in. @throws SqlError 001011 if it begins with no known protocol. */
export function cloudOf(url: string): Cloud {
  const [, protocol = ""] = /^([a-z0-9]+):\/\/./i.exec(url) ?? [];
  const cloud = Object.hasOwn(clouds, protocol.toLowerCase()) ? clouds[protocol.toLowerCase()] : undefined;
  if (!cloud) throw compilationError("001011", "42601", `invalid URL prefix found in: '${url}'`);
  return cloud;
}
