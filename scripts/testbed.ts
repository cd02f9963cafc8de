// `npm run testbed`: keeps a control plane up until Ctrl-C and says how to use it.
import '../testbed/up.ts';
