import type { Json } from "../../catalog/object";

/** Members of a specification that nobody here looks into. */
type Others = { [name: string]: Json };

/** What a container may have, or is to get, of a node; `nvidia.com/gpu` too. */
export interface Quantities {
  memory?: string;
  cpu?: string;
  "nvidia.com/gpu"?: string;
}

export type SpecifiedSecret = Others & { snowflakeSecret: string | { objectName?: string; objectReference?: string } };

export interface SpecifiedContainer {
  name: string;
  image: string;
  resources?: { limits?: Quantities; requests?: Quantities };
  volumeMounts?: { name: string; mountPath: string }[];
  secrets?: SpecifiedSecret[];
}

export interface SpecifiedEndpoint {
  name: string;
  port?: number;
  portRange?: string;
  public?: boolean;
  protocol?: string;
}

export interface SpecifiedVolume {
  name: string;
  source: string;
  size?: string;
  stageConfig?: Others & { name: string };
}

/** A specification that was found to be right: its members are in the order in which DESCRIBE shows them. */
export interface Specification {
  spec: {
    containers: SpecifiedContainer[];
    endpoints?: SpecifiedEndpoint[];
    volumes?: SpecifiedVolume[];
  };
  serviceRoles?: { name: string; endpoints: string[] }[];
}

/** Whether an endpoint can be reached from outside. */
export function isPublic(endpoint: SpecifiedEndpoint): boolean {
  return endpoint.public === true;
}

/** Names of the volumes that hold data of their own. */
export function blockVolumes({ spec }: Specification): string[] {
  return (spec.volumes ?? []).filter(({ source }) => source === "block").map(({ name }) => name);
}
