import { agreementTests } from "./agreement-tests.ts";

// Every type in CyberShield, and others.
agreementTests(() => true, 10);
