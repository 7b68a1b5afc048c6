// Signing in with a second factor and with a passkey, in a real browser against the real program: a QR code
// is read back from the picture, the passkey is Chromium's virtual authenticator's. Pictures: build/shots.
import {run} from './e2e/sign_in_steps.mjs';

process.exitCode = await run(new URL('..', import.meta.url).pathname);
process.exit();
