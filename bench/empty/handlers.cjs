"use strict";

/** The least that a dynamic provider can do: it takes what it is given, and finds nothing changed. */
exports.empty = {
  create: async (/** @type {{ name: string }} */ inputs) => ({ id: inputs.name, outs: inputs }),
  diff: async () => ({ changes: false }),
  read: async (/** @type {string} */ id, /** @type {object} */ props) => ({ id, props }),
  update: async (/** @type {string} */ _id, /** @type {object} */ _olds, /** @type {object} */ news) => ({
    outs: news,
  }),
  delete: async () => {},
};
