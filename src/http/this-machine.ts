/** `isFromThisMachine`: whether it is the developer who asks. */
import type { Request } from "./request.ts";

/**
 * Whether a request came straight from a browser of this machine to a name of this machine. What a proxy has passed on
 * came from somebody else, and a name that only leads here (DNS rebinding) is no name of this machine.
 *
 * @param request - The request.
 */
export function isFromThisMachine(request: Request): boolean {
  try {
    return (
      LOOPBACK_ADDRESS.test(request.remoteAddr ?? "") &&
      LOOPBACK_HOST.test(request.host) &&
      ![...request.headers].some(([name]) => FORWARDING.test(name))
    );
  } catch {
    // The Host header is none.
    return false;
  }
}

const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/i;
const LOOPBACK_HOST = /^(?:(?:[a-z0-9-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;
const FORWARDING = /^(?:forwarded|via|cdn-loop|x-real-ip|cf-connecting-ip|true-client-ip|x-forwarded-.*)$/i;
