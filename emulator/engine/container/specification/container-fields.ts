import { parseImageReference } from "../image-reference";
import type { Field } from "./fields";
import { anyText, boolean, integer, list, mapping, refuse, table, text, word } from "./fields";
import { resources } from "./quantities";

/** Names of containers, endpoints and volumes. */
export const name = text(
  /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  "a name of up to 63 lower-case letters, digits and hyphens that begins with a letter and does not end with a hyphen",
);

export const port = integer(1, 65_535);

const path = text(/^\//, "an absolute path");

const image: Field = (value, place) =>
  typeof value === "string" && parseImageReference(value)
    ? value
    : refuse(place, `Value '${String(value)}' is no image of an image repository: /db/schema/repository/image:tag`);

function probe(): Field {
  const seconds = integer(1, 86_400);
  return mapping(
    { port, path, periodSeconds: seconds, failureThreshold: integer(1, 1000) },
    { required: ["port", "path"] },
  );
}

const secretFields: Field = mapping(
  {
    snowflakeSecret: (value, place) =>
      typeof value === "string"
        ? text()(value, place)
        : mapping({ objectName: text(), objectReference: text() })(value, place),
    directoryPath: path,
    envVarName: text(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable"),
    secretKeyRef: word("username", "password", "secret_string"),
  },
  { required: ["snowflakeSecret"] },
);

const secret: Field = (value, place) => {
  const checked = secretFields(value, place) as Record<string, string | Record<string, string>>;
  const named = checked["snowflakeSecret"];
  if (typeof named === "object" && Object.keys(named).length !== 1) {
    refuse(place, "snowflakeSecret must have either objectName or objectReference");
  }
  if ((checked["directoryPath"] === undefined) === (checked["envVarName"] === undefined)) {
    refuse(place, "It must have either directoryPath or envVarName");
  }
  if (checked["secretKeyRef"] !== undefined && checked["envVarName"] === undefined) {
    refuse(place, "secretKeyRef goes with envVarName only");
  }
  return checked;
};

const tokenPath: Field = (value, place) => {
  const segments = String(value).split("/").slice(1);
  const isNormal = segments.every((segment) => /^[A-Za-z0-9_.-]+$/.test(segment) && !/^\.\.?$/.test(segment));
  return typeof value === "string" && value.startsWith("/") && isNormal
    ? value
    : refuse(
        place,
        `Value '${String(value)}' is not an absolute, normalized path of letters, digits, '-', '_' and '.'`,
      );
};

const tokenFields = mapping({
  path: tokenPath,
  permission: text(/^0[46][04][04]$/, 'a mode in quotes of at most "0644" that the owner may read'),
  mountConnectionConfig: boolean,
});

const sessionTokenConfig: Field = (value, place) => {
  const checked = tokenFields(value, place) as Record<string, string>;
  if (Object.keys(checked).length === 0) refuse(place, "Value is empty");
  if (checked["permission"] !== undefined && checked["path"] === undefined)
    refuse(place, "permission goes with path only");
  return checked;
};

const containerFields = mapping(
  {
    name,
    image,
    command: list(anyText),
    args: list(anyText),
    env: table(anyText, (variable) => /^[^=\0]+$/.test(variable)),
    readinessProbe: probe(),
    livenessProbe: probe(),
    resources,
    volumeMounts: list(mapping({ name, mountPath: path }, { required: ["name", "mountPath"] })),
    secrets: list(secret, { most: 50 }),
    mountSessionToken: boolean,
    sessionTokenConfig,
  },
  { required: ["name", "image"] },
);

/** `spec.containers[]`. */
export const container: Field = (value, place) => {
  const checked = containerFields(value, place) as Record<string, unknown>;
  if (checked["mountSessionToken"] === false && checked["sessionTokenConfig"] !== undefined) {
    refuse(place, "sessionTokenConfig cannot be given where mountSessionToken is false");
  }
  return checked as ReturnType<Field>;
};
