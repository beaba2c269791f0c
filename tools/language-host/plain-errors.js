// Loaded into every program before anything else. Pulumi shows an uncaught error with util.inspect in colour, which takes
// Node.js 20 and 22 up to half a minute on stack frames inside node_modules (nodejs/node#64011). Without colour: none.
const util = require("node:util");

util.inspect = new Proxy(util.inspect, {
  apply(inspect, self, [value, options, ...rest]) {
    const plain =
      util.types.isNativeError(value) && typeof options === "object" ? { ...options, colors: false } : options;
    return Reflect.apply(inspect, self, [value, plain, ...rest]);
  },
});
