import { nameList } from "../kinds/option-lists";
import { booleanForm, identifierForm, integerForm, nullable, textForm, wordForm } from "../statements/forms";
import type { Options } from "../statements/options";
import { comment } from "../statements/options";

/** The most instances that a service or job has in the emulator; no page has a limit. */
const mostInstances = 1000;

const instances = integerForm(1, mostInstances);

/** What a job can be told, too. */
export const sharedOptions: Options = {
  QUERY_WAREHOUSE: { form: nullable(identifierForm()), kept: "property" },
  COMMENT: { ...comment, form: nullable(textForm()) },
  EXTERNAL_ACCESS_INTEGRATIONS: nameList(1, []),
};

/** Options of a service; null stands for "follows MIN_INSTANCES". */
export const serviceOptions: Options = {
  ...sharedOptions,
  AUTO_SUSPEND_SECS: {
    form: (written) => {
      const seconds = integerForm(0)(written);
      // Below five minutes there is only "never".
      return seconds === 0 || Number(seconds) >= 300 ? seconds : undefined;
    },
    kept: "property",
    initial: 0,
  },
  AUTO_RESUME: { form: booleanForm(), kept: "property", initial: true },
  MIN_INSTANCES: { form: instances, kept: "property" },
  MIN_READY_INSTANCES: { form: instances, kept: "property" },
  MAX_INSTANCES: { form: instances, kept: "property" },
  LOG_LEVEL: { form: wordForm("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"), kept: "property" },
};

/** Options of a job. */
export const jobOptions: Options = {
  ...sharedOptions,
  ASYNC: { form: booleanForm(), kept: "nowhere" },
  REPLICAS: { form: instances, kept: "nowhere" },
};
