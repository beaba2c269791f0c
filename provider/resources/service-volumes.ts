import type { DataOf } from "../resource/definition";
import { blockVolumes } from "../specification";
import { describedSpec } from "./service-described";
import { dataVolumes } from "./service-spec-forms";

/** The block volumes of a service or a job: they go with it. */
export const volumesAsData: DataOf = {
  contents: async (client, name) => {
    const structure = await describedSpec({ client, name });
    return structure === undefined ? [] : blockVolumes(structure).map((volume) => `block volume ${volume}`);
  },
  holds: ({ spec }) => dataVolumes(spec).length > 0,
  hides: false,
  retentionDays: () => 0,
};
