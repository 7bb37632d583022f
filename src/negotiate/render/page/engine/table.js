"use strict";
var negotiate = globalThis.negotiate || {};
globalThis.negotiate = negotiate;
