import { name, port } from "./container-fields";
import type { Field } from "./fields";
import { boolean, list, mapping, refuse, text, word } from "./fields";

const portRange: Field = (value, place) => {
  const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(String(value)) ?? [];
  const isRange = Number(from) >= 1 && Number(from) < Number(to) && Number(to) <= 65_535;
  return isRange ? String(value) : refuse(place, `Value '${String(value)}' is no range of ports, such as 8000-8010`);
};

const origin = text(/^https?:\/\/[^/*\s]+\/?$/, "a URL without a path");

const corsSettings = mapping(
  {
    "Access-Control-Allow-Origin": list(origin),
    "Access-Control-Allow-Methods": list(text()),
    "Access-Control-Allow-Headers": list(text()),
    "Access-Control-Expose-Headers": list(text()),
  },
  { required: ["Access-Control-Allow-Origin"] },
);

const endpointFields = mapping(
  { name, port, portRange, public: boolean, protocol: word("HTTP", "HTTPS", "TCP"), corsSettings },
  { required: ["name"] },
);

/** `spec.endpoints[]`. */
export const endpoint: Field = (value, place) => {
  const checked = endpointFields(value, place) as Record<string, string | number | boolean>;
  const { port: one, portRange: range, public: isPublic = false, protocol = "HTTP" } = checked;
  if ((one === undefined) === (range === undefined)) refuse(place, "It must have either port or portRange");
  if (range !== undefined && (protocol !== "TCP" || isPublic)) {
    refuse(place, "portRange takes the protocol TCP, and an endpoint that is not public");
  }
  if (isPublic && protocol === "TCP") refuse(place, "A public endpoint must have the protocol HTTP");
  return checked;
};
