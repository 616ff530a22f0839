import { agreementTests } from "./agreement-tests.ts";

// Every type that CyberShield has, and some more.
agreementTests(() => true, 10);
