// The city's own sign-on, in a real browser, between the real program and a real OpenID provider
// (oidc-provider from npm).
import {run} from './e2e/sign_on_steps.mjs';

process.exitCode = await run(new URL('..', import.meta.url).pathname);
process.exit();
