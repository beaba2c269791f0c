/** What stages of a cloud may say. */
export interface Cloud {
  /** Stages never move from one cloud to another. */
  readonly name: "AWS" | "GCP" | "AZURE";
  /** Sets of credentials, each complete. */
  readonly credentials: readonly (readonly string[])[];
  readonly encryption: readonly string[];
  /** Options of the directory table beside `enable`. */
  readonly directory: readonly string[];
  /** Other stores with Amazon's interface: they need an endpoint, and know no integrations. */
  readonly compatible?: true;
}

const directory = ["autoRefresh", "refreshOnCreate"];

const s3: Cloud = {
  name: "AWS",
  credentials: [["awsKeyId", "awsSecretKey"], ["awsKeyId", "awsSecretKey", "awsToken"], ["awsRole"]],
  encryption: ["AWS_CSE", "AWS_SSE_S3", "AWS_SSE_KMS", "NONE"],
  directory: [...directory, "awsSnsTopic"],
};

const clouds: Readonly<Record<string, Cloud>> = {
  s3,
  s3china: s3,
  s3gov: s3,
  s3compat: {
    ...s3,
    credentials: [["awsKeyId", "awsSecretKey"]],
    encryption: ["NONE"],
    compatible: true,
  },
  gcs: {
    name: "GCP",
    credentials: [],
    encryption: ["GCS_SSE_KMS", "NONE"],
    directory: [...directory, "notificationIntegration"],
  },
  azure: {
    name: "AZURE",
    credentials: [["azureSasToken"]],
    encryption: ["AZURE_CSE", "NONE"],
    directory: [...directory, "notificationIntegration"],
  },
};

/** The ways in which a URL may begin. */
export const protocols = Object.keys(clouds).map((protocol) => `${protocol}://`);

/** The cloud that a URL leads to; absent if it begins like none. */
export function cloudOf(url: string): Cloud | undefined {
  const [, protocol = ""] = /^([a-z0-9]+):\/\/./i.exec(url) ?? [];
  return Object.hasOwn(clouds, protocol.toLowerCase()) ? clouds[protocol.toLowerCase()] : undefined;
}
